#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "io/labelled_file.h"
#include "io/study_file.h"
#include "study/replicate.h"

namespace resettle {

/// Format version of the study file; documented in sim/README.md.
inline constexpr std::int32_t kFormatVersion = 1;

/// How the values lie in the file; both the layout and the packing need to know.
namespace study_layout {
inline constexpr int kDeflate = 1;  ///< faster levels cost no more space on these data
inline constexpr std::size_t kPersonsPerChunk = 4096;
inline constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
inline constexpr std::uint8_t kNotCounted = 0;
// The background of a person whom the replicate does not have; also attribute _FillValue.
inline constexpr std::uint8_t kNoCode = 255;
inline constexpr std::int16_t kNoAge = -1;
inline constexpr std::int32_t kNoDay = std::numeric_limits<std::int32_t>::min();
}  // namespace study_layout

/// A replicate packed for the file: compressed by the worker that simulated it, so that the one
/// thread that writes only copies.
struct PackedReplicate {
  struct Chunk {
    std::string group;
    std::string variable;
    Shape offset;
    std::vector<std::byte> bytes;
  };
  std::vector<Chunk> chunks;
};

/// Makes the study file, its layout and its provenance, and writes replicates into it.
class StudyWriter {
 public:
  /// `tickets`: persons of a replicate with scale 1.
  StudyWriter(const StudyPlan& plan, const std::filesystem::path& output, std::size_t tickets,
              const std::string& command_line);

  /// May be called by several threads at once.
  [[nodiscard]] PackedReplicate pack(const ReplicateRecords& records, std::size_t replicate) const;
  /// One thread at a time.
  void write(const PackedReplicate& packed);
  /// Adds what is known only at the end, and gives the file its name.
  void finish(double wall_time_seconds);

 private:
  void add_aggregates();
  void add_types();
  void add_ledger();
  void add_society();
  void add_network();
  /// A group with the coordinates arm and replicate.
  Group add_replicated_group(const std::string& name);
  void add_persons();
  void add_provenance(const std::string& command_line);
  void pack_people(PackedReplicate& packed, const ReplicateRecords& records,
                   std::size_t replicate) const;

  const StudyPlan& plan_;
  LabelledFile file_;
  std::size_t persons_;  ///< of the largest recorded replicate
  std::size_t months_;
  std::vector<std::string> subgroups_;
};

}  // namespace resettle
