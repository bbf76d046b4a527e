#include "study_file/study_writer.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/errors.h"
#include "study_file/verification.h"

namespace resettle {

namespace {

std::size_t position(const std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  require(found != names.end(), "a cell belongs to an arm of the study");
  return static_cast<std::size_t>(found - names.begin());
}

std::size_t position(const std::vector<int>& replicates, int replicate) {
  const auto found = std::lower_bound(replicates.begin(), replicates.end(), replicate);
  require(found != replicates.end() && *found == replicate,
          "a cell belongs to a replicate of the study");
  return static_cast<std::size_t>(found - replicates.begin());
}

[[noreturn]] void refuse_misfit(const PackedCell& cell, const PackedCell::Chunk& chunk,
                                const LabelledObject& in) {
  throw InputError({{in.name().file},
                    chunk.result,
                    fmt::format("what was saved of arm {}, replicate {} does not fit the study",
                                cell.arm, cell.replicate),
                    "begin again, with the command that began it and --restart"});
}

/// Whether a chunk of the variable begins there.
bool begins_chunk(const Variable& variable, const Shape& place) {
  const Shape& chunk = variable.chunk();
  bool begins = place.size() == chunk.size();
  for (std::size_t d = 0; begins && d < place.size(); ++d) {
    begins = place[d] < variable.shape()[d] && place[d] % chunk[d] == 0;
  }
  return begins;
}

}  // namespace

StudyWriter::StudyWriter(const StudyHead& head, const std::filesystem::path& output)
    : head_(head), file_(LabelledFile::create(output)) {
  add_labels(file_, head);
  add_provenance(file_, head);
  results_ = results_of(file_);
  add_verification(file_, head, results_);
}

Variable& StudyWriter::result(const std::string& name) {
  const auto known = open_.find(name);
  if (known != open_.end()) return known->second;
  return open_.emplace(name, result_in(file_, name)).first->second;
}

void StudyWriter::write(const PackedCell& cell) {
  const std::size_t arm = position(arm_names(head_.plan), cell.arm);
  const std::size_t replicate = position(head_.replicates, cell.replicate);
  // In one order, whatever the source of the cell, so that the same cells give the same bytes.
  std::vector<const PackedCell::Chunk*> chunks;
  for (const auto& chunk : cell.chunks) chunks.push_back(&chunk);
  std::sort(chunks.begin(), chunks.end(), [](const auto* one, const auto* other) {
    return std::tie(one->result, one->first) < std::tie(other->result, other->first);
  });
  for (const auto* chunk : chunks) {
    // What the program itself has packed fits; what it has read may have been made up.
    const bool known = std::find(results_.begin(), results_.end(), chunk->result) != results_.end();
    if (!known) refuse_misfit(cell, *chunk, file_.root());
    Variable& variable = result(chunk->result);
    const Shape place = chunk_place(variable, arm, replicate, chunk->first);
    if (!begins_chunk(variable, place)) refuse_misfit(cell, *chunk, variable);
    variable.write_chunk(place, chunk->bytes);
  }
  write_digests(result(std::string("verification/") + kCellDigests), arm, replicate, results_,
                cell.digests);
}

void StudyWriter::finish(IfThere if_there) {
  open_.clear();
  add_label_digests(file_);
  file_.commit(if_there);
}

void write_study(const StudyHead& head, const std::vector<const CellSource*>& sources,
                 const std::filesystem::path& output, IfThere if_there) {
  StudyWriter writer(head, output);
  for (const auto* source : sources) writer.check_fits(*source);
  for (const int replicate : head.replicates) {
    for (const auto& arm : arm_names(head.plan)) {
      const auto source = std::find_if(sources.begin(), sources.end(), [&](const CellSource* one) {
        return one->has(arm, replicate);
      });
      require(source != sources.end(), "a study is written when all its cells are there");
      writer.write((*source)->read(arm, replicate));
    }
  }
  writer.finish(if_there);
}

}  // namespace resettle
