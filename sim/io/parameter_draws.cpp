#include "io/parameter_draws.h"

#include <boost/random/sobol.hpp>

namespace resettle {

namespace {

std::uint32_t reversed(std::uint32_t bits) {
  bits = (bits >> 16) | (bits << 16);
  bits = ((bits & 0x00ff00ffU) << 8) | ((bits & 0xff00ff00U) >> 8);
  bits = ((bits & 0x0f0f0f0fU) << 4) | ((bits & 0xf0f0f0f0U) >> 4);
  bits = ((bits & 0x33333333U) << 2) | ((bits & 0xccccccccU) >> 2);
  return ((bits & 0x55555555U) << 1) | ((bits & 0xaaaaaaaaU) >> 1);
}

/// A permutation in which every bit depends on lower bits alone: of reversed bits, an Owen
/// scramble.
std::uint32_t permuted(std::uint32_t bits, std::uint32_t seed) {
  bits += seed;
  bits ^= bits * 0x6c50b47cU;
  bits ^= bits * 0xb82f1e52U;
  bits ^= bits * 0xc7afe638U;
  bits ^= bits * 0x8d22f6e6U;
  return bits;
}

double scrambled(std::uint32_t bits, std::uint32_t seed) {
  return (static_cast<double>(reversed(permuted(reversed(bits), seed))) + 0.5) * 0x1p-32;
}

}  // namespace

std::vector<std::vector<double>> scrambled_sobol(std::size_t points,
                                                 const std::vector<std::uint32_t>& seeds) {
  boost::random::sobol sequence(seeds.size());
  std::vector<std::vector<double>> all;
  for (std::size_t n = 0; n < points; ++n) {
    std::vector<double> point;
    for (const auto seed : seeds) {
      // The sequence leaves out its first point, in which all bits are 0.
      const auto bits = n == 0 ? 0U : static_cast<std::uint32_t>(sequence() >> 32);
      point.push_back(scrambled(bits, seed));
    }
    all.push_back(std::move(point));
  }
  return all;
}

double ParameterDraws::number(const std::string& path, const Prior& prior, int draw) const {
  const auto at = static_cast<std::size_t>(draw - 1);
  const auto known = given.find(path);
  return known != given.end() ? known->second.at(at) : prior.at(uniform.at(path).at(at));
}

ParameterValues ParameterDraws::values(const Scenario& scenario, int draw) const {
  ParameterValues values;
  for (const auto& [path, entry] : scenario.parameters) {
    const bool drawn = draw > 0 && entry.prior;
    values.set(path, drawn ? entry.prior->applied(entry.value, number(path, *entry.prior, draw))
                           : entry.value);
  }
  for (const auto& [instrument, lines] : scenario.lines) values.set_lines(instrument, lines);
  return values;
}

}  // namespace resettle
