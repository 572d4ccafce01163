#include "lstm/error.hpp"

#include "numbers/decimal.hpp"

namespace lstm::detail {

void Piece::append_to(std::string& message) const {
  switch (kind_) {
    case Kind::text:
      message += text_;
      break;
    case Kind::whole:
      message += std::to_string(whole_);
      break;
    case Kind::real:
      message += decimal(real_);
      break;
    case Kind::shape: {
      const char* separator = "";
      message += "[";
      for (const auto extent : *shape_) {
        message += separator + std::to_string(extent);
        separator = ", ";
      }
      message += "]";
    }
  }
}

std::string join(std::initializer_list<Piece> pieces) {
  std::string message = "lstm: ";
  for (const Piece& piece : pieces) piece.append_to(message);
  return message;
}

void refuse(std::initializer_list<Piece> pieces) { throw std::invalid_argument(join(pieces)); }
void refuse_range(std::initializer_list<Piece> pieces) { throw std::out_of_range(join(pieces)); }

}  // namespace lstm::detail
