#include "lstm/json.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

#include "lstm/error.hpp"
#include "numbers/decimal.hpp"
#include "numbers/utf8.hpp"

namespace lstm::json {

namespace {

constexpr int deepest = 64;
constexpr std::uint64_t most_digits = 1'000'000'000'000'000'000;
constexpr std::uint64_t largest_power = 10'000;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Tape document() {
    next(0);
    skip_space();
    expect(at_ == text_.size(), "the end");
    return {std::move(tape_)};
  }

 private:
  void expect(bool ok, const char* what) const {
    require(ok, "expected ", what, " in JSON, at character ", at_);
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  void skip_space() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
  }

  // Lays a value of that kind: of the size of what lay() lays.
  template <class Lay>
  void lay(char kind, Lay lay) {
    tape_ += kind;
    const std::size_t at = tape_.size();
    tape_.append(sizeof(std::uint32_t), '\0');
    lay();
    const std::size_t laid = tape_.size() - at - sizeof(std::uint32_t);
    expect(laid <= std::numeric_limits<std::uint32_t>::max(), "less than that");
    const auto size = static_cast<std::uint32_t>(laid);
    std::memcpy(&tape_[at], &size, sizeof size);
  }

  void next(int depth) {
    expect(depth < deepest, "fewer levels");
    skip_space();
    if (take("{")) return object(depth);
    if (take("[")) return lay('[', [&] { items("]", [&] { next(depth + 1); }); });
    if (take("\"")) return lay('"', [&] { string(); });
    if (take("true")) return lay('t', [] {});
    if (take("false")) return lay('f', [] {});
    if (take("null")) return lay('n', [] {});
    const double number = this->number();
    lay('#', [&] { tape_.append(reinterpret_cast<const char*>(&number), sizeof number); });
  }

  // Calls item() for each of the items up to the closing bracket.
  template <class Item>
  void items(const char* close, Item item) {
    skip_space();
    if (take(close)) return;
    do {
      item();
      skip_space();
    } while (take(","));
    expect(take(close), close);
  }

  void object(int depth) {
    const std::size_t at = tape_.size();
    lay('{', [&] { items("}", [&] { member(depth); }); });
    const Items<Member> members = *Value(&tape_[at]).object();
    std::vector<std::string_view> names;
    for (const auto& [name, value] : members) names.push_back(name);
    std::ranges::sort(names);
    expect(std::ranges::adjacent_find(names) == names.end(), "names that differ");
  }

  void member(int depth) {
    skip_space();
    expect(take("\""), "a name");
    lay('"', [&] { string(); });
    skip_space();
    expect(take(":"), "a colon");
    next(depth + 1);
  }

  double number() {
    const double sign = take("-") ? -1 : 1;
    Digits all;
    if (!take("0")) digits(all, 0);
    if (take(".")) digits(all, -1);
    if (take("e") || take("E")) {
      const int down = take("-") ? -1 : (take("+"), 1);
      Digits power;
      digits(power, 0);
      const bool huge = power.exponent > 0 || power.value > largest_power;
      all.exponent += down * static_cast<int>(huge ? largest_power : power.value);
    }
    return sign * from_decimal(all.value, all.exponent);
  }

  // value * 10^exponent. Digits after the nineteenth are nought.
  struct Digits {
    std::uint64_t value = 0;
    int exponent = 0;
  };

  // Each digit moves the decimal point by `shift`: 0 before it, -1 after it.
  void digits(Digits& to, int shift) {
    expect(peek() >= '0' && peek() <= '9', "a value");
    for (; peek() >= '0' && peek() <= '9'; ++at_) {
      if (to.value < most_digits) {
        to.value = to.value * 10 + static_cast<unsigned>(peek() - '0');
        to.exponent += shift;
      } else {
        to.exponent += shift + 1;
      }
    }
  }

  // After the opening quotation mark.
  void string() {
    while (!take("\"")) {
      expect(at_ < text_.size(), "a closing quotation mark");
      if (take("\\")) {
        escape();
      } else {
        character();
      }
    }
  }

  void escape() {
    constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    if (take("u")) return append(code_point());
    const auto which = letters.find(peek());
    expect(peek() != '\0' && which != std::string_view::npos, "a known escape");
    tape_ += meanings[which];
    ++at_;
  }

  unsigned code_unit() {
    unsigned unit = 0;
    for (int n = 0; n < 4; ++n, ++at_) {
      const char c = peek();
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      expect(digit >= 0, "four hexadecimal digits");
      unit = unit * 16 + static_cast<unsigned>(digit);
    }
    return unit;
  }

  unsigned code_point() {
    const unsigned high = code_unit();
    expect(high < 0xDC00 || high > 0xDFFF, "a surrogate's first half before its second");
    if (high < 0xD800 || high > 0xDFFF) return high;
    expect(take("\\u"), "a surrogate's second half");
    const unsigned low = code_unit();
    expect(low >= 0xDC00 && low <= 0xDFFF, "a surrogate's second half");
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
  }

  void append(unsigned code) {
    const auto add = [&](unsigned byte) { tape_ += static_cast<char>(byte); };
    if (code < 0x80) return add(code);
    if (code < 0x800) {
      add(0xC0 | code >> 6);
    } else {
      if (code < 0x10000) {
        add(0xE0 | code >> 12);
      } else {
        add(0xF0 | code >> 18);
        add(0x80 | (code >> 12 & 0x3F));
      }
      add(0x80 | (code >> 6 & 0x3F));
    }
    add(0x80 | (code & 0x3F));
  }

  // One character as it stands.
  void character() {
    expect(static_cast<unsigned char>(peek()) >= 0x20, "an escape for a control character");
    const std::size_t length = code_point_length(text_, at_);
    expect(length > 0, "UTF-8");
    tape_ += text_.substr(at_, length);
    at_ += length;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string tape_;
};

}  // namespace

Tape parse(std::string_view text) { return Parser(text).document(); }

}  // namespace lstm::json
