#include "networks/cohesion.h"

#include <algorithm>
#include <vector>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/clustering_coefficient.hpp>
#include <boost/graph/connected_components.hpp>

namespace resettle {

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
constexpr std::uint32_t kNotCounted = 0xffffffffU;

Graph coethnic_graph(const TieBook& ties, std::span<const std::uint8_t> counted) {
  std::vector<std::uint32_t> vertex(counted.size(), kNotCounted);
  std::uint32_t vertices = 0;
  for (std::size_t i = 0; i < counted.size(); ++i) {
    if (counted[i] != 0) vertex[i] = vertices++;
  }
  Graph graph(vertices);
  for (std::size_t i = 0; i < counted.size(); ++i) {
    if (counted[i] == 0) continue;
    for (const Tie& tie : ties.of(i)) {
      const bool once = tie.kind == TieKind::coethnic && tie.other > i;
      if (once && vertex[tie.other] != kNotCounted) {
        boost::add_edge(vertex[i], vertex[tie.other], graph);
      }
    }
  }
  return graph;
}

double largest_share(const Graph& graph) {
  std::vector<int> component(boost::num_vertices(graph));
  const int count = boost::connected_components(graph, component.data());
  std::vector<std::size_t> size(static_cast<std::size_t>(count));
  for (const int c : component) ++size[static_cast<std::size_t>(c)];
  return static_cast<double>(*std::max_element(size.begin(), size.end())) /
         static_cast<double>(component.size());
}

}  // namespace

Cohesion measure_cohesion(const TieBook& ties, std::span<const std::uint8_t> counted) {
  const Graph graph = coethnic_graph(ties, counted);
  const std::size_t n = boost::num_vertices(graph);
  if (n == 0) return {};
  std::size_t isolated = 0;
  std::size_t clustered = 0;
  double clustering = 0;
  for (std::size_t v = 0; v < n; ++v) {
    const auto degree = boost::out_degree(v, graph);
    if (degree == 0) ++isolated;
    if (degree < 2) continue;
    ++clustered;
    clustering += boost::clustering_coefficient(graph, v);
  }
  const auto persons = static_cast<double>(n);
  return {2.0 * static_cast<double>(boost::num_edges(graph)) / persons,
          static_cast<double>(isolated) / persons, largest_share(graph),
          clustered == 0 ? 0.0 : clustering / static_cast<double>(clustered)};
}

}  // namespace resettle
