#include "lstm/json.hpp"

#include <algorithm>
#include <cmath>

#include "lstm/error.hpp"
#include "numbers/decimal.hpp"
#include "numbers/heap_sort.hpp"
#include "numbers/utf8.hpp"

namespace lstm::json {

namespace {

constexpr int deepest = 64;
constexpr std::uint64_t most_digits = 1'000'000'000'000'000'000;
constexpr std::uint64_t largest_power = 10'000;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Value document() {
    Value value = next(0);
    skip_space();
    expect(at_ == text_.size(), "the end");
    return value;
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

  Value next(int depth) {
    expect(depth < deepest, "fewer levels");
    skip_space();
    if (take("{")) return {object(depth)};
    if (take("[")) return {array(depth)};
    if (take("\"")) return {string()};
    if (take("true")) return {true};
    if (take("false")) return {false};
    if (take("null")) return {nullptr};
    return {number()};
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

  Array array(int depth) {
    Array all;
    items("]", [&] { all.push_back(next(depth + 1)); });
    return all;
  }

  Object object(int depth) {
    Object all;
    items("}", [&] {
      skip_space();
      expect(take("\""), "a name");
      std::string name = string();
      skip_space();
      expect(take(":"), "a colon");
      all.emplace_back(std::move(name), next(depth + 1));
    });
    std::vector<std::string_view> names(all.size());
    std::ranges::transform(all, names.begin(),
                           [](const auto& m) -> std::string_view { return m.first; });
    heap_sort(names);
    expect(std::ranges::adjacent_find(names) == names.end(), "names that differ");
    return all;
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
  std::string string() {
    std::string all;
    while (!take("\"")) {
      expect(at_ < text_.size(), "a closing quotation mark");
      if (take("\\")) {
        escape(all);
      } else {
        character(all);
      }
    }
    return all;
  }

  void escape(std::string& to) {
    constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    if (take("u")) return append(to, code_point());
    const auto which = letters.find(peek());
    expect(peek() != '\0' && which != std::string_view::npos, "a known escape");
    to += meanings[which];
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

  static void append(std::string& to, unsigned code) {
    const auto add = [&](unsigned byte) { to += static_cast<char>(byte); };
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
  void character(std::string& to) {
    expect(static_cast<unsigned char>(peek()) >= 0x20, "an escape for a control character");
    const std::size_t length = code_point_length(text_, at_);
    expect(length > 0, "UTF-8");
    to += text_.substr(at_, length);
    at_ += length;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

void write(const Value& value, std::string& to);

void write(const std::string& text, std::string& to) {
  to += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      to += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      to += "\\u00";
      to += {"01"[c >> 4], "0123456789abcdef"[c & 15]};
    } else {
      to += c;
    }
  }
  to += '"';
}

void write(double number, std::string& to) {
  require(std::isfinite(number), "expected a finite number to write, got ", number);
  to += decimal(number);
}

template <class Items, class Item>
void write_items(const Items& items, char open, char close, std::string& to, Item item) {
  to += open;
  for (const auto& one : items) {
    if (&one != &items.front()) to += ',';
    item(one);
  }
  to += close;
}

struct Writer {
  std::string& to;

  void operator()(std::nullptr_t) const { to += "null"; }
  void operator()(bool value) const { to += value ? "true" : "false"; }
  void operator()(double value) const { write(value, to); }
  void operator()(const std::string& value) const { write(value, to); }
  void operator()(const Array& all) const {
    write_items(all, '[', ']', to, [&](const Value& item) { write(item, to); });
  }
  void operator()(const Object& all) const {
    write_items(all, '{', '}', to, [&](const auto& member) {
      write(member.first, to);
      to += ':';
      write(member.second, to);
    });
  }
};

void write(const Value& value, std::string& to) { std::visit(Writer{to}, value.data); }

}  // namespace

const Value* Value::find(std::string_view name) const {
  if (const auto* object = as<Object>()) {
    for (const auto& [member, value] : *object) {
      if (member == name) return &value;
    }
  }
  return nullptr;
}

Value parse(std::string_view text) { return Parser(text).document(); }

std::string write(const Value& value) {
  std::string text;
  write(value, text);
  return text;
}

}  // namespace lstm::json
