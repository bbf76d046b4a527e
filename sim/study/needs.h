#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "study_file/progress_file.h"

namespace resettle {

/// What carrying out a task takes at most, by its persons, months, arms and records.
struct Needs {
  double persons = 0;       ///< of one replicate
  double memory_bytes = 0;  ///< at the fullest moment
  double disk_bytes = 0;    ///< progress and study file together, a quarter more than was measured
};

/// How much of a study is to be made.
struct Amount {
  std::size_t replicates;  ///< of which anything is still to be simulated
  std::size_t cells;       ///< arms of these that are still to be simulated, each kept as progress
  std::size_t in_file;     ///< replicates that the study file will have, in all arms
};
/// All of these replicates.
Amount all_of(const StudyPlan& plan, std::size_t replicates);

Needs needs_of(const StudyPlan& plan, const Amount& amount, int threads);

/// What is free; infinite where the system does not tell.
struct Room {
  double memory_bytes;  ///< of the machine or of the container, whichever is less
  double disk_bytes;    ///< where the file will be
};

Room room_for(const std::filesystem::path& output);

/// "1.2 GB", "60 MB"
std::string size_text(double bytes);

/// "about 1.2 GB of memory and 60 MB of disk"
std::string describe(const Needs& needs);

/// Throws InputError, with the setting to change, if the run would not fit.
void check_room(const StudyPlan& plan, const Amount& amount, int threads,
                const std::filesystem::path& output, const Room& room);

}  // namespace resettle
