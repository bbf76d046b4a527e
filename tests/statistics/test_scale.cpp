#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "support/worlds.h"

// A run with a tenth of the arrivals says in the mean what the run with all of them says (MODEL 2):
// what persons share - hosts, mentors, officers, places - is as scarce for them.

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr Month kLast = month_of(2010, 12);
constexpr std::uint32_t kWhole = 4;    ///< worlds with everybody
constexpr std::uint32_t kTenths = 28;  ///< worlds with a tenth: as much to be sure of, in all

using Settings = std::map<std::string, double>;
using Column = std::function<double(const World&, std::size_t)>;

const std::map<std::string, Column> kColumns{
    {"host ties", [](const World& w, std::size_t i) { return double(host_ties_of(w, i)); }},
    {"co-ethnic ties",
     [](const World& w, std::size_t i) { return double(w.ties.coethnic_ties(i)); }},
    {"attention of officers",
     [](const World& w, std::size_t i) { return double(w.persons.service_intensity[i]); }},
    {"belonging", [](const World& w, std::size_t i) { return double(w.persons.belonging[i]); }},
    {"distress", [](const World& w, std::size_t i) { return double(w.persons.distress[i]); }},
    {"work", [](const World& w, std::size_t i) { return w.persons.works(i) ? 1.0 : 0.0; }},
    {"prejudice of hosts", [](const World& w, std::size_t i) {
       return double(w.hosts.prejudice_by_locality[w.persons.locality[i]]);
     }}};

using Means = std::map<std::string, double>;

/// Means of the columns over everybody who lives in the country at the end.
Means means_of(const Settings& settings, float scale, std::uint32_t seed) {
  Lab lab;
  for (const auto& [path, value] : settings) lab.set({{path.c_str(), value}});
  lab.begin(arrivals::kSpinUpStart, scale, seed);
  lab.advance(kLast);
  const World& world = lab.world();
  Means means;
  for (const auto& [name, column] : kColumns) {
    double sum = 0;
    double persons = 0;
    for (std::size_t i = 0; i < world.persons.size(); ++i) {
      if (world.persons.active[i] == 0) continue;
      sum += column(world, i);
      ++persons;
    }
    means[name] = sum / persons;
  }
  return means;
}

struct Estimated {
  double mean = 0;
  double error = 0;
};

/// Over worlds: their means, or what the settings change in them with the same luck.
std::map<std::string, Estimated> over_worlds(const Settings& settings, float scale,
                                             std::uint32_t worlds) {
  static std::map<std::pair<float, std::uint32_t>, Means> plain;
  std::map<std::string, std::vector<double>> values;
  for (std::uint32_t seed = 1; seed <= worlds; ++seed) {
    auto& reference = plain[{scale, seed}];
    if (reference.empty()) reference = means_of({}, scale, seed);
    const Means changed = settings.empty() ? reference : means_of(settings, scale, seed);
    for (const auto& [name, value] : changed) {
      values[name].push_back(settings.empty() ? value : value - reference.at(name));
    }
  }
  std::map<std::string, Estimated> estimates;
  for (const auto& [name, list] : values) {
    Estimated& one = estimates[name];
    for (const double value : list) one.mean += value / worlds;
    for (const double value : list) one.error += std::pow(value - one.mean, 2);
    one.error = std::sqrt(one.error / (worlds - 1) / worlds);
  }
  return estimates;
}

/// Caseloads of a tenth swing more, and officers who were needed once stay: attention is 2 to 3 %
/// larger.
constexpr double kOfAttention = 0.035;

/// `off`: how far a tenth is known to be off, as a share of the whole.
void check_alike(const Settings& settings, double off = 0) {
  const auto whole = over_worlds(settings, 1, kWhole);
  const auto tenth = over_worlds(settings, 0.1F, kTenths);
  for (const auto& [name, one] : whole) {
    const auto& other = tenth.at(name);
    INFO(name << ": " << one.mean << " +- " << one.error << " in whole worlds, " << other.mean
              << " +- " << other.error << " in tenths");
    const double known = std::max(off, name == "attention of officers" ? kOfAttention : 0.0);
    const double apart = std::fabs(other.mean - one.mean) - known * std::fabs(one.mean);
    CHECK(agrees(std::max(0.0, apart), 0, std::hypot(one.error, other.error) + 1e-9));
  }
}

TEST_CASE("scale: a tenth of the people live as all of them do") { check_alike({}); }

TEST_CASE("scale: mentors for everybody do nearly as much - where not all find one") {
  // Where all places are taken, a tenth has months without anybody who waits for one. Prejudice
  // moves less by a seventh, because unseen friends are drawn and mentees are spread evenly.
  check_alike({{"policies.mentoring.coverage", 1}}, 0.1);
}

TEST_CASE("scale: two hundred mentors do as much") {
  check_alike({{"policies.mentoring.coverage", 1}, {"policies.mentoring.capacity", 200}});
}

TEST_CASE("scale: social workers do as much") {
  check_alike({{"policies.case_management.social_worker_share", 1}});
}

}  // namespace
