#include "study/run_study.h"

#include <algorithm>
#include <chrono>
#include <mutex>

#include "core/parallel.h"
#include "population/persons.h"
#include "study/replicate.h"
#include "study/study_writer.h"

namespace resettle {

namespace {

/// Tickets up to the end of the study: the same in every arm and replicate.
std::size_t count_tickets(const StudyPlan& plan) {
  const Inputs& inputs = plan.arms[plan.reference].scenario.inputs;
  auto persons = static_cast<std::size_t>(inputs.stock_1990_men + inputs.stock_1990_women);
  for (const auto& year : inputs.arrivals) {
    if (year.year > plan.end.year()) continue;
    const int months = year.year < plan.end.year() ? 12 : plan.end.month_of_year();
    persons += static_cast<std::size_t>(months * (year.men + year.women) / 12);
  }
  return persons;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

void run_study(const StudyPlan& plan, const std::filesystem::path& output,
               const RunSettings& settings) {
  const auto start = std::chrono::steady_clock::now();
  StudyWriter writer(plan, output, count_tickets(plan), settings.command_line);
  const int threads = settings.threads > 0 ? settings.threads : machine_threads();
  const auto replicates = static_cast<std::size_t>(plan.replicates);
  // Many replicates keep all threads busy by themselves; few need threads within a replicate.
  const bool parallel_within = plan.replicates < threads;

  std::mutex one_at_a_time;
  Progress progress;
  progress.replicates = plan.replicates;
  const auto run_one = [&](std::size_t replicate) {
    auto records = run_replicate(plan, static_cast<std::uint32_t>(replicate), parallel_within);
    const auto packed = writer.pack(records, replicate);
    records.arms.clear();
    const std::lock_guard lock(one_at_a_time);
    writer.write(packed);
    ++progress.replicates_done;
    progress.person_months += records.person_months;
    progress.seconds = seconds_since(start);
    if (settings.progress) settings.progress(progress);
  };
  with_threads(threads, [&] { parallel_tasks(replicates, run_one); });
  writer.finish(seconds_since(start));
}

StudyVocabulary study_vocabulary() {
  StudyVocabulary vocabulary;
  for (const auto& indicator : indicators()) {
    vocabulary.indicators.emplace_back(indicator.name);
  }
  vocabulary.indicators.insert(vocabulary.indicators.end(), {"deaths", "departures"});
  for (const auto& attribute : subgroup_attributes()) {
    vocabulary.subgroups.emplace_back(attribute.name);
  }
  for (const auto& column : person_dictionary()) {
    if (column.name != "children" && column.name != "distress_year")
      vocabulary.person_columns.emplace_back(column.name);
  }
  return vocabulary;
}

}  // namespace resettle
