// Plain data laid flat: what options are on their way into a configuration, and what JSON is once
// it is read (json.hpp). JavaScript lays the same (tape.ts), so that a page downloads no parser.
//
//   a value: its kind, a character; four bytes with the size of what follows; and that:
//   n nothing   t true   f false   # a double   " UTF-8   [ values   { names, each with its value
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lstm {

template <class Item>
class Items;
struct Member;

// A value on a tape, which must outlive it.
class Value {
 public:
  explicit Value(const char* at) : at_(at) {}

  // What it is, where it is that.
  bool is_null() const { return *at_ == 'n'; }
  std::optional<bool> boolean() const;
  std::optional<double> number() const;
  std::optional<std::string_view> text() const;
  std::optional<Items<Value>> array() const;
  std::optional<Items<Member>> object() const;

  // A member of an object; none where there is none, or no object.
  std::optional<Value> find(std::string_view name) const;

  const char* end() const { return payload().data() + payload().size(); }

 private:
  std::string_view payload() const;

  const char* at_;
};

// Of an object.
struct Member {
  explicit Member(const char* at) : name(*Value(at).text()), value(Value(at).end()) {}
  const char* end() const { return value.end(); }

  std::string_view name;
  Value value;
};

// Values or members, one after the other.
template <class Item>
class Items {
 public:
  class Iterator {
   public:
    explicit Iterator(const char* at) : at_(at) {}
    Item operator*() const { return Item(at_); }
    Iterator& operator++() {
      at_ = Item(at_).end();
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const char* at_;
  };

  explicit Items(std::string_view all) : all_(all) {}
  Iterator begin() const { return Iterator(all_.data()); }
  Iterator end() const { return Iterator(all_.data() + all_.size()); }
  std::size_t size() const {
    std::size_t count = 0;
    for (auto item = begin(); item != end(); ++item) ++count;
    return count;
  }

 private:
  std::string_view all_;
};

struct Tape {
  std::string bytes;

  operator Value() const { return Value(bytes.data()); }
};

}  // namespace lstm
