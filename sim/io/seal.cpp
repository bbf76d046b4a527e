#include "io/seal.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "core/errors.h"
#include "io/hdf5_support.h"
#include "io/sha256.h"

namespace resettle {

namespace {

constexpr const char* kNoSeal = "no seal";
constexpr std::string_view kMark =
    "Study file of resettle (HDF5). SHA-256 of all bytes after the first 512:\n";

[[noreturn]] void fail(const std::filesystem::path& file, std::string_view action) {
  const int number = errno;
  const std::string reason = std::generic_category().message(number);
  hdf5::refuse({file.string(), ""}, std::string(action) + " (" + reason + ")",
               hdf5::remedy_for(number, reason));
}

/// The block that belongs before the rest of the file. A disk that fails is not the file's end: a
/// seal of half a file would make the whole one look changed.
std::string block_for(std::istream& stream, const std::filesystem::path& file) {
  stream.seekg(kSealBytes);
  Sha256 digest;
  std::vector<char> piece(1 << 20);
  while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
         stream.gcount() > 0) {
    digest.add(std::as_bytes(std::span(piece.data(), static_cast<std::size_t>(stream.gcount()))));
  }
  if (stream.bad()) fail(file, "cannot read the file to its end");
  std::string block = std::string(kMark) + to_hex(digest.finish());
  block.resize(kSealBytes, '\n');
  return block;
}

/// The first bytes of the file, fewer if it is shorter.
std::string first_bytes(std::istream& stream) {
  std::string block(kSealBytes, '\0');
  stream.read(block.data(), kSealBytes);
  block.resize(static_cast<std::size_t>(stream.gcount()));
  stream.clear();
  return block;
}

/// Whether HDF5 would take what comes after the block for a file.
bool begins_hdf5(std::istream& stream) {
  constexpr std::string_view kSignature = "\x89HDF\r\n\x1a\n";
  std::string bytes(kSignature.size(), '\0');
  stream.seekg(kSealBytes);
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes == kSignature;
}

}  // namespace

void write_seal(const std::filesystem::path& file) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  if (!stream) fail(file, "cannot seal the file");
  const std::string block = block_for(stream, file);
  stream.clear();
  stream.seekp(0);
  stream.write(block.data(), kSealBytes);
  stream.close();
  if (!stream) fail(file, "cannot seal the file");
}

bool has_seal(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) fail(file, "cannot open the file");
  return first_bytes(stream).starts_with(kMark);
}

Seal check_seal(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) fail(file, "cannot open the file");
  const std::string found = first_bytes(stream);
  if (!found.starts_with(kMark)) return begins_hdf5(stream) ? Seal::broken : Seal::absent;
  return found == block_for(stream, file) ? Seal::intact : Seal::broken;
}

std::string mark_of(const std::filesystem::path& file) {
  std::error_code ignored;  // a file that cannot be seen cannot be replaced either
  if (!std::filesystem::is_regular_file(file, ignored)) return "";
  std::ifstream stream(file, std::ios::binary);
  if (!stream) fail(file, "cannot open the file");
  const std::string block = first_bytes(stream);
  const bool sealed = block.starts_with(kMark) && block.size() == kSealBytes;  // it may be cut off
  return sealed ? block.substr(kMark.size(), 64) : kNoSeal;
}

std::string seal_text(const std::filesystem::path& file) {
  auto mark = mark_of(file);
  require(!mark.empty() && mark != kNoSeal, "only sealed files have a seal");
  return mark;
}

}  // namespace resettle
