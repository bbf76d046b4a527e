#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "population/hosts.h"

namespace resettle {

/// Goes through the hosts of every locality in order with a running sum: `sum = add(host, sum)`,
/// then done(locality, sum). An addition has to wait for the one before it, but localities do not
/// wait for one another, so several are summed at the same time.
template <class Add, class Done>
void sum_by_locality(const Hosts& hosts, Add&& add, Done&& done) {
  constexpr std::size_t kAtOnce = 5;
  const std::size_t each = hosts.per_locality;
  const std::size_t localities = hosts.size() / each;
  std::size_t l = 0;
  for (; l + kAtOnce <= localities; l += kAtOnce) {
    std::array<float, kAtOnce> sums{};
    for (std::size_t j = 0; j < each; ++j) {
      for (std::size_t k = 0; k < kAtOnce; ++k) sums[k] = add((l + k) * each + j, sums[k]);
    }
    for (std::size_t k = 0; k < kAtOnce; ++k) done(l + k, sums[k]);
  }
  for (; l < localities; ++l) {
    float sum = 0;
    for (std::size_t j = 0; j < each; ++j) sum = add(l * each + j, sum);
    done(l, sum);
  }
}

}  // namespace resettle
