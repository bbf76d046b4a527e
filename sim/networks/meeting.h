#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/calendar.h"
#include "core/random.h"
#include "population/persons.h"
#include "population/residents.h"

namespace resettle {

/// Relative chance that two persons of a locality meet: near in age and in time of arrival
/// (MODEL 9.1). Not 0 for any two persons.
float meeting_weight(int age_gap_months, int arrival_gap_months);

inline constexpr Decision kMetYear{"co-ethnic tie", 0,
                                   "year of arrival from which a partner of a tie is tried"};
inline constexpr Decision kMetPerson{"co-ethnic tie", 1, "who of that year is tried"};
inline constexpr Decision kMetHappens{"co-ethnic tie", 2, "the two are near enough to meet"};
inline constexpr Decision kMetAfterAll{"co-ethnic tie", 3, "whom one meets if no try succeeds"};

/// Whom people meet: other residents of their locality, with probability proportional to the
/// meeting weight. Nobody looks at all residents: a year of arrival is drawn by how many came in it
/// and the largest weight their arrival can have; one of them, all alike; and the two meet with
/// probability weight / that largest weight. Whoever meets nobody tries again; whoever has tried as
/// often as looking at everybody would cost looks at everybody. Both ways give the same
/// distribution, so the number of tries does not matter to it.
/// Holds memory for one thread at a time.
class Meetings {
 public:
  /// The residents are those of now; all three outlive the meetings.
  Meetings(const Persons& people, const Residents& residents, const Random& random, Month month)
      : people_(people), residents_(residents), random_(random), month_(month) {}

  /// Whom the person meets at the meeting of that number (below 256) this month; kNobody if
  /// nobody else lives in the locality.
  PersonIndex draw(PersonIndex person, std::uint32_t meeting);

 private:
  void weigh_years(PersonIndex person);
  [[nodiscard]] float largest_weight(PersonIndex person, std::size_t year) const;
  [[nodiscard]] float weight(PersonIndex one, PersonIndex other) const;
  [[nodiscard]] PersonIndex try_once(PersonIndex person, const Draws& draws) const;
  PersonIndex look_at_everybody(PersonIndex person, const Draws& draws);

  const Persons& people_;
  const Residents& residents_;
  const Random& random_;
  Month month_;
  std::vector<double> by_year_;    ///< cumulative, of the person who meets
  std::vector<double> by_person_;  ///< cumulative, if everybody is looked at
};

}  // namespace resettle
