// What the tests tried, for the table in tests/README.md: numbers by the names in tools/facts.mjs.
#pragma once

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace facts {

inline std::map<std::string, double>& all() {
  static std::map<std::string, double> numbers;
  return numbers;
}

inline void add(const char* name, double count) { all()[name] += count; }

// Keeps them as the row of a suite, in the folder that the environment names.
inline void record(const std::string& suite) {
  const char* folder = std::getenv("LSTM_FACTS");
  if (!folder) return;
  std::filesystem::create_directories(folder);
  std::string file = suite;
  for (char& c : file) c = std::isalnum(static_cast<unsigned char>(c)) ? c : '-';
  std::ofstream line(folder + ("/" + file + ".json"));
  line.precision(15);
  line << "{\"suite\":\"" << suite << '"';
  for (const auto& [name, number] : all()) line << ",\"" << name << "\":" << number;
  line << "}\n";
}

}  // namespace facts
