#pragma once

#include <map>
#include <string>
#include <vector>

#include "io/labelled_file.h"
#include "io/sha256.h"
#include "study_file/study_labels.h"

// Digests of everything in a study file, kept in its group /verification, so that a change can be
// named and results can be compared without reading them.

namespace resettle {

/// The digests of results, as a result is named.
inline constexpr const char* kCellDigests = "cell_sha256";

/// Adds the group.
void add_verification(LabelledFile& file, const StudyHead& head,
                      const std::vector<std::string>& results);

/// Puts the digests of one cell into the variable; results that the cell does not have stay 0.
void write_digests(Variable& digests, std::size_t arm, std::size_t replicate,
                   const std::vector<std::string>& results,
                   const std::map<std::string, Digest>& cell);

/// The digests of one cell as the file keeps them.
std::map<std::string, Digest> kept_digests(const LabelledFile& file, std::size_t arm,
                                           std::size_t replicate);

/// The digest of the values of a result in one cell as they are in the file.
Digest digest_of_values(const LabelledFile& file, const std::string& result, std::size_t arm,
                        std::size_t replicate);

/// Adds the digests of labels: coordinates, texts, attributes and shapes of every object.
void add_label_digests(LabelledFile& file);
/// Objects whose labels are not those of which the file keeps the digest.
std::vector<std::string> changed_labels(const LabelledFile& file);

/// One digest for all results of all cells and what they are labelled with, 64 hexadecimal digits:
/// two studies have the same if and only if they have the same arms, replicates and results. It
/// does not depend on when, where and in how many parts they were run.
std::string results_fingerprint(const LabelledFile& file);

}  // namespace resettle
