// A network as a table, as Keras prints it.
#pragma once

#include <string>

namespace lstm {

class Network;

std::string summary(const Network& network);

}  // namespace lstm
