#include "table.hpp"

#include <algorithm>
#include <cstdio>

namespace tasks {

void print_head() {
  std::puts(
      "| task | definition | source | model | budget | sequences, median | worst | solved | "
      "seconds a run |\n| --- | --- | --- | --- | --: | --: | --: | --: | --: |");
}

void print_row(const Facts& facts, const std::vector<Run>& runs) {
  std::vector<Index> sequences;
  long solved = 0;
  double seconds = 0;
  for (const Run& run : runs) {
    sequences.push_back(run.sequences);
    solved += run.solved;
    seconds += run.seconds;
  }
  std::sort(sequences.begin(), sequences.end());
  std::printf("| %s | %s | %s | %s | %td | %td | %td | %ld of %zu | %.1f |\n", facts.name.c_str(),
              facts.definition.c_str(), facts.source.c_str(), facts.model.c_str(), facts.budget,
              sequences[(sequences.size() - 1) / 2], sequences.back(), solved, runs.size(),
              seconds / static_cast<double>(runs.size()));
  std::fflush(stdout);
}

}  // namespace tasks
