// What came of it, as the table of web/docs/tasks.md.
#pragma once

#include "learner.hpp"

namespace tasks {

void print_head();
void print_row(const Facts& facts, const std::vector<Run>& runs);

}  // namespace tasks
