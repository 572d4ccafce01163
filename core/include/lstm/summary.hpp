// A network as a table, as Keras prints it.
#pragma once

#include <string>

#include "lstm/network.hpp"

namespace lstm {

std::string summary(const Network& network);

}  // namespace lstm
