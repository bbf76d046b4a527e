#include "outputs/survey_memory.h"

namespace resettle {

void SurveyMemory::make_room(std::size_t persons) {
  last_stay_.resize(persons, kNoStay);
  tenure_.resize(persons, kNoStay);
  last_subsidised_.resize(persons, static_cast<std::int16_t>(kNever.index));
  paid_next_.resize(persons, 0);
  ptsd_at_exit_.resize(persons, kNotSeen);
}

void SurveyMemory::watch_job(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  const bool has_job = people.active[i] != 0 && people.has_wage_job(i);
  const std::int16_t tenure = has_job ? people.job_tenure_months[i] : kNoStay;
  // A shorter tenure than last month is a new job. The month in which a job ends was worked.
  if (tenure_[i] != kNoStay && tenure < tenure_[i] && people.in_south(i)) {
    last_stay_[i] = static_cast<std::int16_t>(tenure_[i] + 1);
  }
  tenure_[i] = tenure;
}

void SurveyMemory::watch_subsidy(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  // Money is paid in step 7, before jobs end in step 10: what was due last month has been paid,
  // even if the columns of the job are empty by now.
  if (paid_next_[i] != 0) last_subsidised_[i] = static_cast<std::int16_t>(world.month.index);
  paid_next_[i] =
      people.active[i] != 0 && people.has_wage_job(i) && people.subsidised_months_left[i] > 0;
}

void SurveyMemory::observe(const World& world) {
  const Persons& people = world.persons;
  make_room(people.size());
  for (std::size_t i = 0; i < people.size(); ++i) {
    watch_job(world, i);
    watch_subsidy(world, i);
    if (ptsd_at_exit_[i] == kNotSeen && people.in_south(i) && !people.in_facility(i)) {
      ptsd_at_exit_[i] = people.ptsd[i];
    }
  }
  // Recorded months begin in January 1990: the index is never negative.
  deaths_.at(static_cast<std::size_t>(world.month.index) % deaths_.size()) = world.exits.deaths;
}

double SurveyMemory::deaths_past_year() const {
  double sum = 0;
  for (const std::int32_t deaths : deaths_) sum += static_cast<double>(deaths);
  return sum;
}

}  // namespace resettle
