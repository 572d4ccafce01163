// JSON (RFC 8259): what configurations and the headers of files are written in.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "lstm/tape.hpp"

namespace lstm::json {

// Throws std::invalid_argument naming the position: for anything after the value, a name that
// occurs twice, more than 64 levels, and text that is no UTF-8.
Tape parse(std::string_view text);

// A value as text. Throws as Writer does.
std::string write(const Value& value);

// The same piece by piece.
class Writer {
 public:
  void open(char bracket);
  void close(char bracket) { text_ += bracket; }
  void name(std::string_view name);  // of the member whose value comes next

  void text(std::string_view value);
  // Whole numbers as such, others with as many digits as tell the float from its neighbours. Throws
  // std::invalid_argument for NaN and infinities.
  void number(double value);
  void literal(std::string_view json);  // as it stands
  void value(const Value& value);

  std::string result() && { return std::move(text_); }

 private:
  void separate();
  void array(const Items<Value>& items);
  void object(const Items<Member>& members);

  std::string text_;
};

}  // namespace lstm::json
