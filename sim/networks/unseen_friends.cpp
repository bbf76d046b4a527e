#include "networks/unseen_friends.h"

#include <algorithm>

#include "core/numerics.h"

namespace resettle {

UnseenFriends::UnseenFriends(const Hosts& hosts, const TieBook& ties, float scale, int most)
    : unseen_(1.0F / scale - 1.0F), most_(most), by_locality_(hosts.size() / hosts.per_locality) {
  std::array<float, kBands> number{};
  float sum = 0;
  for (std::size_t h = 0; h < hosts.size(); ++h) {
    const auto known = static_cast<float>(ties.known_by_host(h));
    by_locality_[h / hosts.per_locality] += known / static_cast<float>(hosts.per_locality);
    by_band_[band_of(hosts, h)] += known;
    number[band_of(hosts, h)] += 1;
    sum += known;
  }
  const float mean = sum / static_cast<float>(hosts.size());
  for (std::size_t band = 0; band < kBands; ++band) {
    if (by_band_[band] > 0.0F) by_band_[band] /= number[band] * mean;
  }
}

std::size_t UnseenFriends::band_of(const Hosts& hosts, std::size_t host) {
  const float shown = hosts.stranger_attitude(static_cast<HostIndex>(host));
  return std::min(kBands - 1, static_cast<std::size_t>(shown * static_cast<float>(kBands)));
}

int UnseenFriends::of(const Hosts& hosts, const Random& random, std::size_t host) const {
  const float u = random.uniform(kUnseenFriends, static_cast<std::uint32_t>(host), Month{0});
  const float mean =
      unseen_ * by_locality_[host / hosts.per_locality] * by_band_[band_of(hosts, host)];
  float chance = exponential(-mean);
  float at_most = chance;
  int friends = 0;
  while (friends < most_ && u > at_most) {
    ++friends;
    chance *= mean / static_cast<float>(friends);
    at_most += chance;
  }
  return friends;
}

}  // namespace resettle
