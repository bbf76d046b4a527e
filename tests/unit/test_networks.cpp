#include <catch2/catch.hpp>

#include <set>
#include <vector>

#include "core/parallel.h"
#include "networks/cohesion.h"
#include "networks/peers.h"
#include "networks/ties.h"

namespace {

using namespace resettle;

constexpr Month kNow{3};

TEST_CASE("co-ethnic ties are kept at both ends - once - up to the cap") {
  TieBook ties;
  ties.append(5);
  ties.append_hosts(10);
  CHECK(ties.persons() == 5);
  CHECK(ties.connect(0, 1, kNow, false, 3));
  CHECK_FALSE(ties.connect(1, 0, kNow, false, 3));  // exists
  CHECK(ties.has(0, TieKind::coethnic, 1));
  CHECK(ties.has(1, TieKind::coethnic, 0));
  CHECK_FALSE(ties.has(0, TieKind::host, 1));
  CHECK_THROWS(ties.connect(2, 2, kNow, false, 3));
  CHECK(ties.connect(0, 2, kNow, true, 3));
  CHECK(ties.connect_host(0, 9, kNow, false, 3));
  CHECK_FALSE(ties.connect(0, 3, kNow, false, 3));  // 0 is full
  CHECK_FALSE(ties.connect(3, 0, kNow, false, 3));
  CHECK(ties.degree(3) == 0);
  CHECK_FALSE(ties.connect_host(0, 8, kNow, false, 3));
  CHECK(ties.connect_host(0, 8, kNow, false, 4));
  CHECK_FALSE(ties.connect_host(0, 8, kNow, false, 5));    // exists
  CHECK_THROWS(ties.connect_host(0, 10, kNow, false, 5));  // there is none
  CHECK(ties.degree(0) == 4);
  CHECK(ties.host_ties(0) == 2);
  CHECK(ties.coethnic_ties(0) == 2);
  CHECK(ties.of(0)[0].since == 3);
  CHECK(ties.of(2)[0].strong);
}

TEST_CASE("ending ties keeps the others and the counts") {
  TieBook ties;
  ties.append(4);
  ties.append_hosts(7);
  ties.connect(0, 1, kNow, false, 9);
  ties.connect_host(0, 5, kNow, false, 9);
  ties.connect(0, 2, kNow, true, 9);
  ties.connect_host(0, 6, kNow, true, 9);
  ties.remove_if(0, [](const Tie& tie) { return !tie.strong; });
  REQUIRE(ties.degree(0) == 2);
  CHECK(ties.of(0)[0].other == 2);
  CHECK(ties.of(0)[1].other == 6);
  CHECK(ties.coethnic_ties(0) == 1);
  CHECK(ties.host_ties(0) == 1);
  CHECK(ties.degree(1) == 1);  // the other end is decided there
  ties.connect_host(3, 6, kNow, false, 9);
  CHECK(ties.known_by_host(4) == 0);
  CHECK(ties.known_by_host(5) == 0);
  CHECK(ties.known_by_host(6) == 2);
  ties.remove_if(0, [](const Tie&) { return true; });
  CHECK(ties.degree(0) == 0);
  CHECK(ties.known_by_host(6) == 1);
  ties.isolate(3);
  CHECK(ties.known_by_host(6) == 0);
}

TEST_CASE("hosts count whom they know while persons run in several threads") {
  constexpr std::size_t kPersons = 20 * kBlockSize;
  TieBook ties;
  ties.append(kPersons);
  ties.append_hosts(2);
  const auto for_all = [&](const auto& body) {
    with_threads(4, [&] {
      for_blocks(true, kPersons, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) body(static_cast<std::uint32_t>(i));
      });
    });
  };
  for_all([&](std::uint32_t i) {
    ties.connect_host(i, 0, kNow, i % 4 == 0, 9);
    ties.connect_host(i, 1, kNow, false, 9);
  });
  CHECK(ties.known_by_host(0) == kPersons);
  CHECK(ties.known_by_host(1) == kPersons);
  for_all([&](std::uint32_t i) {
    ties.remove_if(i, [](const Tie& tie) { return tie.other == 0 && !tie.strong; });
  });
  CHECK(ties.known_by_host(0) == kPersons / 4);
  CHECK(ties.known_by_host(1) == kPersons);
}

TEST_CASE("hosts know three neighbours on either side of their ring") {
  const PeerGraph ring(3, 20, 0, Random(1, 0));
  REQUIRE(ring.size() == 60);
  for (std::size_t host = 0; host < ring.size(); ++host) {
    const auto near = ring.neighbours(host);
    std::set<std::size_t> expected;
    const std::size_t first = host - host % 20;
    for (const std::size_t distance : {1, 2, 3, 17, 18, 19}) {
      expected.insert(first + (host - first + distance) % 20);
    }
    CHECK(std::set<std::size_t>(near.begin(), near.end()) == expected);
  }
}

TEST_CASE("rewired links stay mutual - single and in the locality") {
  for (const std::size_t per_locality : {8U, 40U}) {
    for (const float rewiring : {0.1F, 1.0F}) {
      const PeerGraph graph(4, per_locality, rewiring, Random(7, 0));
      std::size_t links = 0;
      std::size_t far = 0;
      for (std::size_t host = 0; host < graph.size(); ++host) {
        const auto near = graph.neighbours(host);
        CHECK(std::set<std::size_t>(near.begin(), near.end()).size() == near.size());
        links += near.size();
        for (const std::size_t other : near) {
          REQUIRE(other != host);
          REQUIRE(other / per_locality == host / per_locality);
          const auto back = graph.neighbours(other);
          REQUIRE(std::find(back.begin(), back.end(), host) != back.end());
          const std::size_t gap = (other + per_locality - host) % per_locality;
          far += gap > 3 && gap < per_locality - 3;
        }
      }
      CHECK(links <= graph.size() * 6);
      CHECK(far > 0);
      if (per_locality == 40 && rewiring < 0.5F) {
        // A tenth of 3 n links; a few of them land on neighbours or on one another.
        CHECK(10 * links > 58 * graph.size());
        CHECK(static_cast<double>(far) / static_cast<double>(links) > 0.05);
        CHECK(static_cast<double>(far) / static_cast<double>(links) < 0.15);
      }
    }
  }
}

Cohesion cohesion_of(std::size_t persons, const std::vector<std::pair<int, int>>& pairs,
                     std::vector<std::uint8_t> counted = {}) {
  TieBook ties;
  ties.append(persons);
  ties.append_hosts(2);
  for (const auto& [a, b] : pairs) {
    ties.connect(static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b), kNow, false, 15);
  }
  ties.connect_host(0, 1, kNow, false, 15);  // ties to hosts do not count
  counted.resize(persons, counted.empty() ? 1 : 0);
  return measure_cohesion(ties, counted);
}

TEST_CASE("cohesion of small graphs worked out by hand") {
  SECTION("nobody") {
    const auto c = cohesion_of(3, {}, {0, 0, 0});
    CHECK(c.mean_degree == 0);
    CHECK(c.largest_component_share == 0);
  }
  SECTION("nobody knows anybody") {
    const auto c = cohesion_of(4, {});
    CHECK(c.mean_degree == 0);
    CHECK(c.isolated_share == 1);
    CHECK(c.largest_component_share == 0.25);
    CHECK(c.clustering == 0);
  }
  SECTION("a triangle with a tail, and one alone") {
    const auto c = cohesion_of(5, {{0, 1}, {1, 2}, {0, 2}, {2, 3}});
    CHECK(c.mean_degree == Approx(8.0 / 5));
    CHECK(c.isolated_share == Approx(0.2));
    CHECK(c.largest_component_share == Approx(0.8));
    CHECK(c.clustering == Approx((1 + 1 + 1.0 / 3) / 3));  // of 0, 1 and 2
  }
  SECTION("a star has no clustering") {
    const auto c = cohesion_of(4, {{0, 1}, {0, 2}, {0, 3}});
    CHECK(c.mean_degree == Approx(1.5));
    CHECK(c.clustering == 0);
    CHECK(c.largest_component_share == 1);
  }
  SECTION("who is not counted does not connect the others") {
    const auto c = cohesion_of(3, {{0, 1}, {1, 2}}, {1, 0, 1});
    CHECK(c.mean_degree == 0);
    CHECK(c.isolated_share == 1);
    CHECK(c.largest_component_share == 0.5);
  }
}

}  // namespace
