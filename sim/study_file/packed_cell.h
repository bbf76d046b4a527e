#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "io/sha256.h"
#include "model/replicate.h"
#include "study_file/layout.h"

namespace resettle {

/// One arm of one replicate, packed for the file: compressed by the worker that simulated it, so
/// that the one thread that writes only copies.
struct PackedCell {
  struct Chunk {
    std::string result;  ///< as results_of names it
    std::size_t first;   ///< first person of the chunk; 0 where there is one chunk
    std::vector<std::byte> bytes;
  };

  std::string arm;
  int replicate = 0;
  std::vector<Chunk> chunks;
  /// SHA-256 of the values of each result, little-endian, in the order of its dimensions; of
  /// persons those whom the replicate has.
  std::map<std::string, Digest> digests;
};

/// Whether a cell that was made again has all results that are kept of it, the same, and others
/// that are not kept: an older version has recorded less.
bool records_more(const std::map<std::string, Digest>& kept,
                  const std::map<std::string, Digest>& again);

/// Packs one arm of a replicate; `records` has it and the reference. As `pack` else.
PackedCell pack_arm(const StudyPlan& plan, const StudyShape& shape, const ReplicateRecords& records,
                    std::size_t arm, int replicate);

/// Packs the arms of a replicate. `plan` has the reference and these arms, in the order of the
/// records; the background of persons goes with the reference. May be called by several threads at
/// once.
std::vector<PackedCell> pack(const StudyPlan& plan, const StudyShape& shape,
                             const ReplicateRecords& records, int replicate);

/// Where finished cells come from: the progress of a run, or another study file.
class CellSource {
 public:
  virtual ~CellSource() = default;
  [[nodiscard]] virtual bool has(const std::string& arm, int replicate) const = 0;
  /// The cell, which must be there.
  [[nodiscard]] virtual PackedCell read(const std::string& arm, int replicate) const = 0;
  /// Throws InputError if the packed cells do not fit the results of a file to be written.
  virtual void check_fits(const LabelledFile& /*target*/) const {}
};

}  // namespace resettle
