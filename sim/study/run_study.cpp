#include "study/run_study.h"

#include <algorithm>
#include <chrono>

#include "core/parallel.h"
#include "population/persons.h"
#include "study/replicate.h"
#include "study/study_writer.h"
#include "study/writer_thread.h"

namespace resettle {

namespace {

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
  // Many replicates keep all threads busy by themselves; few need threads within a replicate. Large
  // populations come one after another: each has work for all threads, and memory for one is
  // enough.
  const bool large = is_large(plan);
  const bool parallel_within = large || plan.replicates < threads;

  Progress progress;
  progress.replicates = plan.replicates;
  WriterThread writing(writer, static_cast<std::size_t>(threads), [&](double person_months) {
    ++progress.replicates_done;
    progress.person_months += person_months;
    progress.seconds = seconds_since(start);
    if (settings.progress) settings.progress(progress);
  });
  const auto run_one = [&](std::size_t replicate) {
    const auto records =
        run_replicate(plan, static_cast<std::uint32_t>(replicate), parallel_within);
    writing.push(writer.pack(records, replicate), records.person_months);
  };
  with_threads(threads, [&] {
    if (large) {
      for (std::size_t replicate = 0; replicate < replicates; ++replicate) run_one(replicate);
    } else {
      parallel_tasks(replicates, run_one);
    }
  });
  writing.finish();
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
