#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "core/random.h"
#include "networks/ties.h"
#include "population/hosts.h"

namespace resettle {

inline constexpr Decision kUnseenFriends{"thinned world", 3,
                                         "how many unseen persons a host knows"};

/// How many persons who are not simulated the hosts of a thinned world know (`unseen_fellows`), as
/// far as more of them make a difference. A host may know any of the many unseen persons of the
/// locality, each of whom knows few hosts, so their number is Poisson. Its mean follows from the
/// ties of the simulated: by locality, and by how warm the host is, because warm hosts accept more
/// and are mentors. The draw lasts as ties do.
class UnseenFriends {
 public:
  /// `scale` is the share of persons who are simulated; more friends than `most` count as `most`.
  UnseenFriends(const Hosts& hosts, const TieBook& ties, float scale, int most);

  /// At most `most`.
  [[nodiscard]] int of(const Hosts& hosts, const Random& random, std::size_t host) const;

 private:
  static constexpr std::size_t kBands = 20;  ///< of attitude
  static std::size_t band_of(const Hosts& hosts, std::size_t host);

  float unseen_;  ///< persons for each who is simulated
  int most_;
  std::vector<float> by_locality_;       ///< mean number of simulated persons a host knows
  std::array<float, kBands> by_band_{};  ///< the same by attitude, relative to all
};

}  // namespace resettle
