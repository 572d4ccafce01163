// The native measurements, by Google Benchmark: of one workload, given in words.
//
//   native_bench kind=generation vocabulary=64 embedding=64 units=128 outputs=64 batch=1 time=1
//   native_bench kind=multiply-adds work=1200000
//   native_bench kind=product sizes=32,512,128
#include <benchmark/benchmark.h>

#include "workload.hpp"

int main(int count, char** arguments) {
  benchmark::Initialize(&count, arguments);  // takes out its own flags
  const bench::Workload workload = bench::parse_workload({arguments + 1, arguments + count});
  const bool is_model = workload.vocabulary > 0;
  const auto step = is_model ? bench::prepare_model(workload) : bench::prepare_roofline(workload);
  benchmark::RegisterBenchmark("step", [&step](benchmark::State& state) {
    for (auto _ : state) step();
  })->Unit(benchmark::kMillisecond);
  benchmark::RunSpecifiedBenchmarks();
}
