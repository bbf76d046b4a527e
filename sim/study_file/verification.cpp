#include "study_file/verification.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <numeric>
#include <span>

#include <fmt/format.h>

#include "core/errors.h"
#include "io/chunk.h"

namespace resettle {

namespace {

constexpr std::size_t kDigestBytes = std::tuple_size_v<Digest>;

/// Persons whom a recorded replicate has: those with a month of arrival.
std::size_t persons_in(const Group& persons, std::size_t replicate) {
  const auto arrival = persons.variable("arrival_month");
  if (arrival.shape().size() != 2) {
    throw InputError({{arrival.name().file},
                      arrival.name().path,
                      "has other dimensions than replicate and person",
                      "check that the file was written by this version"});
  }
  const auto months = arrival.read<std::int32_t>({replicate, 0}, {1, arrival.shape()[1]});
  return static_cast<std::size_t>(std::find(months.begin(), months.end(), study_layout::kNoDay) -
                                  months.begin());
}

template <Element T>
void add_values(Sha256& digest, const Variable& variable, const Shape& offset, const Shape& count) {
  const auto values = variable.read<T>(offset, count);
  digest.add(std::as_bytes(std::span<const T>(values)));
}

/// Adds the values of a block in the variable's own type.
void add_block(Sha256& digest, const Variable& variable, const Shape& offset, const Shape& count) {
  switch (variable.type()) {
    case ElementType::uint8:
      return add_values<std::uint8_t>(digest, variable, offset, count);
    case ElementType::int16:
      return add_values<std::int16_t>(digest, variable, offset, count);
    case ElementType::int32:
      return add_values<std::int32_t>(digest, variable, offset, count);
    case ElementType::int64:
      return add_values<std::int64_t>(digest, variable, offset, count);
    case ElementType::float32:
      return add_values<float>(digest, variable, offset, count);
    case ElementType::float64:
      return add_values<double>(digest, variable, offset, count);
  }
}

/// Name and value of every attribute.
void add_attributes(Sha256& digest, const LabelledObject& object) {
  for (const auto& attribute : object.attributes()) {
    digest.add_text(attribute);
    digest.add_text(object.printed_attribute(attribute));
  }
}

Digest digest_of_text(const TextVariable& variable) {
  Sha256 digest;
  add_attributes(digest, variable);
  for (const auto& text : variable.read()) digest.add_text(text);
  return digest.finish();
}

/// Of results attributes, type and shape only: their values have digests of their own.
Digest digest_of_numbers(const Variable& variable) {
  Sha256 digest;
  add_attributes(digest, variable);
  digest.add_text(fmt::format("type {}", static_cast<int>(variable.type())));
  const auto dimensions = variable.dimensions();
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    digest.add_text(fmt::format("{} {}", dimensions[d], variable.shape()[d]));
  }
  if (!is_result(dimensions)) {
    add_block(digest, variable, Shape(variable.shape().size(), 0), variable.shape());
  }
  return digest.finish();
}

/// Calls visit(path, digest) for the labels of every object of the file.
void for_each_label(const LabelledFile& file,
                    const std::function<void(const std::string&, const Digest&)>& visit) {
  Sha256 root;
  add_attributes(root, file.root());
  visit("/", root.finish());
  for (const auto& name : file.root().names()) {
    if (name == "verification") continue;
    const Group group = file.group(name);
    Sha256 digest;
    add_attributes(digest, group);
    visit(name, digest.finish());
    for (const auto& variable : group.names()) {
      visit(name + "/" + variable, group.holds_text(variable)
                                       ? digest_of_text(group.text(variable))
                                       : digest_of_numbers(group.variable(variable)));
    }
  }
}

}  // namespace

void add_verification(LabelledFile& file, const StudyHead& head,
                      const std::vector<std::string>& results) {
  auto group = file.add_group("verification");
  group.set_attribute("long_name",
                      "SHA-256 of the values of every result and of all labels of this file");
  group.add_coordinate("arm", arm_names(head.plan));
  const std::vector<std::int32_t> replicates(head.replicates.begin(), head.replicates.end());
  group.add_coordinate("replicate", replicates);
  group.add_coordinate("result", results);
  std::vector<std::int32_t> bytes(kDigestBytes);
  std::iota(bytes.begin(), bytes.end(), 0);
  group.add_coordinate("digest_byte", bytes);
  const Layout layout{{1, 1, results.size(), kDigestBytes}, 0, false};
  group.add_variable(kCellDigests, {"arm", "replicate", "result", "digest_byte"}, layout,
                     std::uint8_t{0});
}

void write_digests(Variable& digests, std::size_t arm, std::size_t replicate,
                   const std::vector<std::string>& results,
                   const std::map<std::string, Digest>& cell) {
  std::vector<std::byte> bytes(results.size() * kDigestBytes);
  for (std::size_t r = 0; r < results.size(); ++r) {
    const auto digest = cell.find(results[r]);
    if (digest == cell.end()) continue;
    std::memcpy(&bytes[r * kDigestBytes], digest->second.data(), kDigestBytes);
  }
  digests.write_chunk({arm, replicate, 0, 0}, bytes);
}

std::map<std::string, Digest> kept_digests(const LabelledFile& file, std::size_t arm,
                                           std::size_t replicate) {
  const Group group = file.group("verification");
  const auto results = group.text("result").read();
  const auto bytes =
      group.variable(kCellDigests)
          .read<std::uint8_t>({arm, replicate, 0, 0}, {1, 1, results.size(), kDigestBytes});
  std::map<std::string, Digest> digests;
  for (std::size_t r = 0; r < results.size(); ++r) {
    Digest digest;
    std::memcpy(digest.data(), &bytes[r * kDigestBytes], kDigestBytes);
    if (digest != Digest{}) digests[results[r]] = digest;
  }
  return digests;
}

Digest digest_of_values(const LabelledFile& file, const std::string& result, std::size_t arm,
                        std::size_t replicate) {
  const Variable variable = result_in(file, result);
  chunk_place(variable, arm, replicate, 0);  // refuses other dimensions
  Shape count = variable.shape();
  const bool has_arm = variable.dimensions().front() == "arm";
  count[0] = 1;
  if (has_arm) count[1] = 1;
  Sha256 digest;
  if (!result.starts_with("persons/")) {
    add_block(digest, variable, chunk_place(variable, arm, replicate, 0), count);
    return digest.finish();
  }
  const std::size_t persons = persons_in(file.group("persons"), replicate);
  std::size_t& rows = count[has_arm ? 2 : 1];
  const std::size_t per_chunk = has_arm && !variable.chunk().empty() ? variable.chunk()[2] : rows;
  for (std::size_t first = 0; first < persons; first += per_chunk) {
    rows = std::min(per_chunk, persons - first);
    add_block(digest, variable, chunk_place(variable, arm, replicate, first), count);
  }
  return digest.finish();
}

void add_label_digests(LabelledFile& file) {
  std::vector<std::string> objects;
  std::vector<std::string> digests;
  for_each_label(file, [&](const std::string& path, const Digest& digest) {
    objects.push_back(path);
    digests.push_back(to_hex(digest));
  });
  auto group = file.group("verification");
  group.add_coordinate("object", objects);
  group.add_text("label_sha256", "object", digests);
}

std::vector<std::string> changed_labels(const LabelledFile& file) {
  const Group group = file.group("verification");
  const auto objects = group.text("object").read();
  const auto digests = group.text("label_sha256").read();
  if (objects.size() != digests.size()) return {"verification/label_sha256"};
  std::map<std::string, std::string> kept;
  for (std::size_t i = 0; i < objects.size(); ++i) kept[objects[i]] = digests[i];
  std::vector<std::string> changed;
  for_each_label(file, [&](const std::string& path, const Digest& digest) {
    const auto known = kept.find(path);
    if (known == kept.end() || known->second != to_hex(digest)) changed.push_back(path);
    if (known != kept.end()) kept.erase(known);
  });
  for (const auto& [path, digest] : kept) changed.push_back(path + " (missing)");
  return changed;
}

std::string results_fingerprint(const LabelledFile& file) {
  const Group group = file.group("verification");
  Sha256 digest;
  for (const char* labels : {"arm", "result"}) {
    for (const auto& label : group.text(labels).read()) digest.add_text(label);
  }
  const Variable replicates = group.variable("replicate");
  add_block(digest, replicates, {0}, replicates.shape());
  const Variable cells = group.variable(kCellDigests);
  add_block(digest, cells, Shape(cells.shape().size(), 0), cells.shape());
  return to_hex(digest.finish());
}

}  // namespace resettle
