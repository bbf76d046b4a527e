#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "outputs/records.h"
#include "outputs/standing.h"

// Who gains and who loses by a policy: the same persons in two worlds.

namespace resettle {

/// Tenths of the persons by income (StandingRecorder::income).
inline constexpr std::size_t kPositions = 10;

/// Sums over the persons of each group, in the order of gain_groups. A person's gain is the number
/// of months in the type integration since the policy start in the arm less that in the reference.
/// Every month of the type counts, also one in which the other world does not count the person (who
/// has died, is abroad or still in the facility there): so the gains less the losses are the
/// difference of integrated person-months of these persons.
struct Gains {
  explicit Gains(std::size_t groups)
      : persons(groups),
        gaining(groups),
        losing(groups),
        months_gained(groups),
        months_lost(groups) {}

  std::vector<std::int32_t> persons;  ///< counted for at least one month in each of the two worlds
  std::vector<std::int32_t> gaining;
  std::vector<std::int32_t> losing;
  std::vector<std::int64_t> months_gained;
  std::vector<std::int64_t> months_lost;  ///< as a positive number
};

/// The groups for whom gains are told: the subgroups ("all" first), then "position=1" (poorest) to
/// "position=10".
std::vector<std::string> gain_groups(const std::vector<std::string>& subgroups);

/// The tenth of everybody who was counted in the reference, 0 the poorest; persons of the same
/// income are in the order of their arrival. kPositions for somebody never counted.
std::vector<std::uint8_t> positions_of(const StandingRecorder& standing);

/// `from` is the number of the first recorded month that counts, that of the policy start.
Gains gains_of(const StandingRecorder& standing, const TypeRecorder& reference,
               const TypeRecorder& arm, std::size_t from);

}  // namespace resettle
