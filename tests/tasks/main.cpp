// tasks [--table] [--seeds 10] [adding counting reber temporal-order]: learns the classic tasks,
// from every seed anew. Succeeds where at least nine of ten seeds do, in each.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

#include "table.hpp"

namespace {

const std::map<std::string, std::unique_ptr<tasks::Task> (*)()> known = {
    {"adding", tasks::adding},
    {"counting", tasks::counting},
    {"reber", tasks::reber},
    {"temporal-order", tasks::temporal_order},
};

int usage() {
  std::fputs("usage: tasks [--table] [--seeds 10]", stderr);
  for (const auto& [name, make] : known) std::fprintf(stderr, " [%s]", name.c_str());
  std::fputs("\n", stderr);
  return 2;
}

}  // namespace

int main(int count, char** arguments) {
  bool table = false;
  int seeds = 10;
  std::vector<std::string> names;
  for (int k = 1; k < count; ++k) {
    const std::string argument = arguments[k];
    if (argument == "--table") {
      table = true;
    } else if (argument == "--seeds" && k + 1 < count) {
      seeds = std::atoi(arguments[++k]);
    } else if (known.count(argument) > 0) {
      names.push_back(argument);
    } else {
      return usage();
    }
  }
  if (seeds < 1) return usage();
  if (names.empty()) {
    for (const auto& [name, make] : known) names.push_back(name);
  }

  bool all = true;
  if (table) tasks::print_head();
  for (const std::string& name : names) {
    std::vector<tasks::Run> runs;
    int solved = 0;
    for (int seed = 0; seed < seeds; ++seed) {
      const auto task = known.at(name)();
      const tasks::Run& run = runs.emplace_back(tasks::learn(*task, seed));
      solved += run.solved;
      std::fprintf(stderr, "%s, seed %d: %td of %td right after %td sequences, %.1f s%s\n",
                   name.c_str(), seed, run.right, run.of, run.sequences, run.seconds,
                   run.solved ? "" : ": not solved");
    }
    if (table) tasks::print_row(known.at(name)()->facts(), runs);
    all = all && 10 * solved >= 9 * seeds;
  }
  return all ? 0 : 1;
}
