#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "io/scenario.h"
#include "outputs/lives.h"

namespace resettle {

/// Something that happened to a person: one plain sentence.
struct LifeEvent {
  Month month;
  std::string sentence;

  bool operator==(const LifeEvent&) const = default;
};

/// What happened, in order of months; within a month from the outer to the inner life. What is
/// small and frequent (ties, discrimination) is summed by year, in December.
std::vector<LifeEvent> events_of(const LifeRecord& life);

/// One person in the reference and, if asked for, in another arm.
struct LifeStory {
  std::string title;  ///< of the study
  std::uint32_t person = 0;
  int replicate = 0;
  bool person_checked = false;  ///< the person's recorded types were found to be the same
  std::string reference_name;
  LifeRecord reference;
  std::string arm_name;  ///< empty: the reference alone
  LifeRecord arm;
  std::vector<LifeEvent> reference_offers;  ///< whether eligible for what not everybody may have
  std::vector<LifeEvent> arm_offers;
  Month policy_start;
};

/// Which life, of which study file.
struct LifeQuestion {
  std::filesystem::path study;
  std::uint32_t person = 0;  ///< index in order of arrival, as in /persons
  std::string arm;           ///< empty: the reference alone
  int replicate = 0;
};

/// Simulates the replicate again from what the study file keeps of its inputs, and keeps that
/// person's months. Errors: InputError if there is no such person, arm or replicate, or if the
/// lives are not those of the file.
LifeStory live_again(const LifeQuestion& question);

/// The story as text of at most 100 columns; `every_month` adds tables of all months.
std::string life_text(const LifeStory& story, bool every_month);

/// Every month in the South as JSON: type of adjustment, labour state, wage and savings (KRW),
/// distress (SD), ties; in the reference and in the other arm.
std::string life_json(const LifeStory& story);

}  // namespace resettle
