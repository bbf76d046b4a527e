#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "processes/host_attitudes.h"
#include "support/institutions.h"

// Hosts as they appear, and whom they listen to.

namespace {

using namespace resettle;
using namespace resettle::testing;

/// Hosts who stand at 0.5 and whom nothing moves, unless a test says else.
const std::map<std::string, double> kHostSettings{
    {"host_attitudes.anchor", 0.5},           {"host_attitudes.offset_sd", 0},
    {"host_attitudes.youth_offset", 0},       {"host_attitudes.young_share", 0},
    {"host_attitudes.reversion", 0},          {"host_attitudes.contact_gain", 0},
    {"host_attitudes.negative_ratio", 0},     {"host_attitudes.generalisation", 0},
    {"host_attitudes.peer_weight", 0},        {"host_attitudes.confidence_bound", 1},
    {"host_attitudes.work_slope", 0},         {"host_attitudes.work_reference", 0.5},
    {"host_attitudes.noise_sd", 0},           {"host_attitudes.media_effect", 0},
    {"host_attitudes.media_decay", 0},        {"host_attitudes.exposed_weight", 0.05},
    {"host_attitudes.explicit_hosts", 1},     {"host_attitudes.rewiring", 0},
    {"host_attitudes.hosts_per_locality", 40}};

/// A country in which hosts appear in the first month that is run.
Country country_of_hosts(std::size_t localities, float scale = 1) {
  return {localities, host_attitudes::creation(), kHostSettings, scale};
}

TEST_CASE("hosts appear: a locality has as many of them at every scale") {
  for (const float scale : {1.0F, 0.5F, 0.01F}) {
    Country country = country_of_hosts(3, scale);
    country.run(kExit);
    CHECK(country.world().hosts.per_locality == 40);
    CHECK(country.world().hosts.size() == 120);
  }
}

TEST_CASE("hosts appear: lasting differences have their spread - and the young their distance") {
  constexpr double kHosts = 10000;
  Country country = country_of_hosts(250);
  country.set("host_attitudes.offset_sd", 0.1);
  country.set("host_attitudes.young_share", 0.3);
  country.set("host_attitudes.youth_offset", 0.2);
  country.run(kExit);
  double sum = 0;
  double squares = 0;
  for (const float offset : country.world().hosts.offset) {
    sum += static_cast<double>(offset);
    squares += static_cast<double>(offset) * static_cast<double>(offset);
  }
  const double mean = sum / kHosts;
  const double sd = std::sqrt(0.01 + 0.3 * 0.7 * 0.04);
  CHECK(agrees(mean, 0.06, sd / std::sqrt(kHosts)));
  CHECK(std::sqrt(squares / kHosts - mean * mean) == Approx(sd).epsilon(0.03));
  for (std::size_t h = 0; h < country.world().hosts.size(); ++h) {
    const float resting = 0.5F + country.world().hosts.offset[h];
    REQUIRE(country.world().hosts.attitude[h] == std::clamp(resting, 0.0F, 1.0F));
  }
}

TEST_CASE("hosts appear: the larger its number the more distant is a host") {
  static constexpr Decision kOffset{"host", 0, "lasting offset of a host"};
  Country country = country_of_hosts(3);
  country.set("host_attitudes.offset_sd", 0.1);
  country.run(kExit);
  const World& world = country.world();
  for (std::uint32_t h = 0; h < world.hosts.size(); ++h) {
    const float number = world.random.draws(kOffset, h, Month{0}).normal(kOffset);
    CHECK(world.hosts.offset[h] == Approx(0.1F * number));
  }
}

TEST_CASE("hosts appear: the links rewired are the share of the parameter") {
  for (const double rewiring : {0.0, 0.2, 0.4}) {
    Country country = country_of_hosts(5);
    country.set("host_attitudes.rewiring", rewiring);
    country.run(kExit);
    double far = 0;
    double links = 0;
    for (std::size_t host = 0; host < 200; ++host) {
      for (const std::size_t other : country.world().peers.neighbours(host)) {
        const std::size_t gap = (other + 40 - host) % 40;
        far += gap > 3 && gap < 37 ? 1 : 0;
        ++links;
      }
    }
    // A new far end is one of the other 39, six of whom are near. A link has two ends.
    const double expected = rewiring * 33 / 39;
    CHECK(agrees(far / links, expected, 1e-9 + 1.2 * share_error(expected, links / 2)));
  }
}

TEST_CASE("hosts appear: prejudice is known from their first month on") {
  Country country = country_of_hosts(3);
  country.set("host_attitudes.anchor", 0.4);
  country.run(kExit);
  for (const float prejudice : country.world().hosts.prejudice_by_locality) {
    CHECK(prejudice == Approx(0.4));
  }
  CHECK(country.world().hosts.national_attitude == Approx(0.4));
}

TEST_CASE("hosts appear: a locality shares one attitude as soon as hosts are no agents any more") {
  Country country = country_of_hosts(3);
  country.set("host_attitudes.offset_sd", 0.2);
  country.run(kExit);
  const std::vector<float> own = country.world().hosts.attitude;
  CHECK(*std::max_element(own.begin(), own.end()) > *std::min_element(own.begin(), own.end()));
  country.run(kExit + 1);
  CHECK(country.world().hosts.attitude == own);
  country.set("host_attitudes.explicit_hosts", 0);
  country.run(kExit + 2);
  for (std::size_t l = 0; l < 3; ++l) {
    double mean = 0;
    for (std::size_t j = 0; j < 40; ++j) mean += static_cast<double>(own[40 * l + j]) / 40;
    for (std::size_t j = 0; j < 40; ++j) {
      REQUIRE(country.world().hosts.attitude[40 * l + j] == Approx(mean).epsilon(1e-5));
    }
  }
}

TEST_CASE("host attitudes: a host hears all peers within the bound - and nobody beyond") {
  constexpr double kWeight = 0.3;
  constexpr double kBound = 0.25;
  Country country = country_of_hosts(5);
  country.set("host_attitudes.offset_sd", 0.2);
  country.set("host_attitudes.rewiring", 0.5);
  country.set("host_attitudes.peer_weight", kWeight);
  country.set("host_attitudes.confidence_bound", kBound);
  country.run(kExit);
  World& world = country.world();
  const std::vector<float> before = world.hosts.attitude;
  const auto process = host_attitudes::process();
  country.run(*process, kExit);
  int many = 0;      // hosts with more peers than the graph has columns
  int left_out = 0;  // of these, those who do not hear everybody
  for (std::size_t h = 0; h < before.size(); ++h) {
    const auto peers = world.peers.neighbours(h);
    double sum = 0;
    int heard = 0;
    for (const std::uint32_t peer : peers) {
      const double difference = static_cast<double>(before[peer] - before[h]);
      if (std::fabs(difference) >= kBound) continue;
      sum += difference;
      ++heard;
    }
    const bool has_many = peers.size() > PeerGraph::kColumns;
    many += has_many ? 1 : 0;
    left_out += has_many && heard < static_cast<int>(peers.size()) ? 1 : 0;
    const double moved = heard == 0 ? 0 : kWeight * sum / heard;
    INFO("host " << h);
    CHECK(world.hosts.attitude[h] == Approx(static_cast<double>(before[h]) + moved).margin(1e-5));
  }
  CHECK(many > 5);
  CHECK(left_out > 5);
}

TEST_CASE("host attitudes: without hosts of their own localities return to the anchor alone") {
  for (const bool explicit_hosts : {true, false}) {
    Country country = country_of_hosts(2);
    country.set("host_attitudes.anchor", 0.3);
    country.set("host_attitudes.young_share", 1);
    country.set("host_attitudes.youth_offset", 0.2);
    country.set("host_attitudes.reversion", 0.5);
    country.set("host_attitudes.explicit_hosts", explicit_hosts ? 1 : 0);
    country.run(kExit);
    const auto process = host_attitudes::process();
    country.run(*process, kExit);
    // From 0.5, where all stand: to 0.5 with the offset of 0.2, half of the way to 0.3 without.
    for (const float attitude : country.world().hosts.attitude) {
      REQUIRE(attitude == Approx(explicit_hosts ? 0.5 : 0.4));
    }
  }
}

}  // namespace
