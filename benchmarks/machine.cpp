#include "machine.h"

#include <malloc.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include "core/parallel.h"
#include "core/version.h"

namespace resettle::bench {

namespace {

/// The value after the colon of the first line of a /proc file that begins with `key`.
std::string proc_value(const char* file, const std::string& key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const auto colon = line.find(':');
    if (line.rfind(key, 0) != 0 || colon == std::string::npos) continue;
    const auto value = line.find_first_not_of(" \t", colon + 1);
    return value == std::string::npos ? "" : line.substr(value);
  }
  return "unknown";
}

std::size_t cache_bytes(int sysconf_name) {
  const long bytes = sysconf(sysconf_name);
  return bytes > 0 ? static_cast<std::size_t>(bytes) : 0;
}

std::string widest_instructions() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return "AVX-512";
  if (__builtin_cpu_supports("avx2")) return "AVX2";
#endif
  return "baseline";
}

}  // namespace

std::size_t last_level_cache_bytes() {
  for (const int level : {_SC_LEVEL3_CACHE_SIZE, _SC_LEVEL2_CACHE_SIZE}) {
    if (cache_bytes(level) > 0) return cache_bytes(level);
  }
  return std::size_t{64} << 20;  // larger than most, where the system does not say
}

std::size_t heap_bytes() {
  const auto heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
}

void restart_peak_memory() {
  malloc_trim(0);  // memory of earlier measurements goes back to the system first
  std::ofstream("/proc/self/clear_refs") << 5;
}

std::size_t peak_memory_bytes() {
  const std::string kibibytes = proc_value("/proc/self/status", "VmHWM");
  return std::strtoull(kibibytes.c_str(), nullptr, 10) * 1024;
}

nlohmann::ordered_json describe_machine() {
  std::array<double, 1> load{};
  if (getloadavg(load.data(), 1) != 1) load[0] = 0;
  std::array<char, 32> date{};
  const std::time_t now = std::time(nullptr);
  std::strftime(date.data(), date.size(), "%Y-%m-%d %H:%M UTC", std::gmtime(&now));
  nlohmann::ordered_json machine;
  machine["processor"] = proc_value("/proc/cpuinfo", "model name");
  machine["threads"] = machine_threads();
  machine["widest instructions"] = widest_instructions();
  machine["level 1 data cache, KiB"] = cache_bytes(_SC_LEVEL1_DCACHE_SIZE) >> 10;
  machine["level 2 cache, KiB"] = cache_bytes(_SC_LEVEL2_CACHE_SIZE) >> 10;
  machine["last-level cache, KiB"] = last_level_cache_bytes() >> 10;
  machine["memory"] = proc_value("/proc/meminfo", "MemTotal");
  machine["load average at the start"] = fmt::format("{:.2f}", load[0]);
  machine["compiler"] = build_info().compiler;
  machine["build type"] = build_info().build_type;
  machine["commit"] = build_info().git_commit;
  machine["date"] = date.data();
  return machine;
}

}  // namespace resettle::bench
