#include "networks/peers.h"

#include <boost/graph/adjacency_list.hpp>

namespace resettle {

namespace {

constexpr Decision kRewire{"host peers", 0, "a link between hosts is rewired"};
constexpr Decision kFarEnd{"host peers", 1, "far end of a rewired link"};
constexpr std::size_t kReach = 3;  ///< neighbours on either side of the ring

/// setS refuses a second edge between the same two hosts.
using Graph = boost::adjacency_list<boost::setS, boost::vecS, boost::undirectedS>;

}  // namespace

const std::vector<Decision>& PeerGraph::decisions() {
  static const std::vector<Decision> all{kRewire, kFarEnd};
  return all;
}

PeerGraph::PeerGraph(std::size_t localities, std::size_t per_locality, float rewiring,
                     const Random& random) {
  Graph graph(localities * per_locality);
  for (std::size_t host = 0; host < localities * per_locality; ++host) {
    const std::size_t first = host - host % per_locality;
    for (std::size_t distance = 1; distance <= kReach && distance < per_locality; ++distance) {
      std::size_t far = first + (host - first + distance) % per_locality;
      const auto draws = random.draws(kRewire, static_cast<std::uint32_t>(host), Month{0},
                                      static_cast<std::uint32_t>(distance));
      if (draws.uniform(kRewire) < rewiring) {
        // Uniform among the others; a link that exists already stays single (no second draw).
        const auto step =
            static_cast<std::size_t>(draws.uniform(kFarEnd) * static_cast<float>(per_locality - 1));
        far = first + (host - first + 1 + step) % per_locality;
      }
      if (far != host) boost::add_edge(host, far, graph);
    }
  }
  // Flat arrays: the attitude step reads every neighbour of every host each month.
  offsets_.reserve(boost::num_vertices(graph) + 1);
  offsets_.push_back(0);
  for (std::size_t host = 0; host < boost::num_vertices(graph); ++host) {
    for (const auto neighbour : boost::make_iterator_range(boost::adjacent_vertices(host, graph))) {
      targets_.push_back(static_cast<std::uint32_t>(neighbour));
    }
    offsets_.push_back(targets_.size());
  }
  append_columns();
}

void PeerGraph::append_columns() {
  for (std::size_t k = 0; k < kColumns; ++k) {
    for (std::size_t host = 0; host < size(); ++host) {
      const bool has_it = offsets_[host] + k < offsets_[host + 1];
      targets_.push_back(has_it ? targets_[offsets_[host] + k] : static_cast<std::uint32_t>(host));
    }
  }
}

}  // namespace resettle
