#include "io/seal.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "core/errors.h"
#include "io/hdf5_support.h"
#include "io/sha256.h"

namespace resettle {

namespace {

constexpr const char* kNoSeal = "no seal";
constexpr std::size_t kDigits = 64;
constexpr std::string_view kSignature = "\x89HDF\r\n\x1a\n";

// Of format version 3, after the file: this, the number of bytes before it, and their digest.
constexpr std::string_view kTrailerMark =
    "\nSeal of a study file of resettle. Number of bytes before it and their SHA-256:\n";
constexpr std::size_t kCountDigits = 20;
static_assert(kSealBytes == kTrailerMark.size() + kCountDigits + 1 + kDigits + 1);

// Of format version 2, before the file.
constexpr std::string_view kBlockMark =
    "Study file of resettle (HDF5). SHA-256 of all bytes after the first 512:\n";
constexpr std::size_t kBlockBytes = 512;

[[noreturn]] void fail(const std::filesystem::path& file, std::string_view action) {
  const int number = errno;
  const std::string reason = std::generic_category().message(number);
  hdf5::refuse({file.string(), ""}, std::string(action) + " (" + reason + ")",
               hdf5::remedy_for(number, reason));
}

/// A file to be looked at. Opening a pipe would wait for its other end.
class Bytes {
 public:
  explicit Bytes(const std::filesystem::path& file) : file_(file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::is_regular_file(status) && std::filesystem::exists(status)) {
      const bool folder = std::filesystem::is_directory(status);
      hdf5::refuse({file.string(), ""},
                   folder ? "this is a folder, not a study file" : "this is no ordinary file",
                   "give the .h5 file that a study has written");
    }
    stream_.open(file, std::ios::binary);
    if (!stream_) fail(file, "cannot open the file");
    stream_.seekg(0, std::ios::end);
    size_ = static_cast<std::uint64_t>(stream_.tellg());
  }

  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Fewer where the file ends.
  std::string read(std::uint64_t first, std::size_t count) {
    std::string bytes(count, '\0');
    stream_.clear();
    stream_.seekg(static_cast<std::streamoff>(first));
    stream_.read(bytes.data(), static_cast<std::streamsize>(count));
    check_disk();
    bytes.resize(static_cast<std::size_t>(stream_.gcount()));
    return bytes;
  }

  std::string digest(std::uint64_t first, std::uint64_t end) {
    constexpr std::uint64_t kPiece = 1 << 20;
    Sha256 digest;
    std::vector<char> piece(kPiece);
    stream_.clear();
    stream_.seekg(static_cast<std::streamoff>(first));
    for (std::uint64_t at = first; at < end && stream_; at += kPiece) {
      stream_.read(piece.data(), static_cast<std::streamsize>(std::min(kPiece, end - at)));
      const auto count = static_cast<std::size_t>(stream_.gcount());
      digest.add(std::as_bytes(std::span(piece.data(), count)));
    }
    check_disk();
    return to_hex(digest.finish());
  }

 private:
  /// A disk that fails is not the file's end: a seal of half a file would make the whole one look
  /// changed.
  void check_disk() const {
    if (stream_.bad()) fail(file_, "cannot read the file to its end");
  }

  std::filesystem::path file_;
  std::ifstream stream_;
  std::uint64_t size_ = 0;
};

/// A seal in exactly its form, and what it is the seal of.
struct Found {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
  std::string digest;
};

std::string trailer_of(std::uint64_t bytes, const std::string& digest) {
  return fmt::format("{}{:0{}} {}\n", kTrailerMark, bytes, kCountDigits, digest);
}

std::string block_of(const std::string& digest) {
  std::string block = std::string(kBlockMark) + digest;
  block.resize(kBlockBytes, '\n');
  return block;
}

bool is_digest(std::string_view text) {
  return text.size() == kDigits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

std::uint64_t number_at(std::string_view bytes, std::size_t at) {
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data() + at, sizeof(number));
  return number;
}

/// Whether a file of HDF5 lies there from the first byte to the last, as this program writes it: of
/// version 2 of its head, with all that it names inside, not spread over several files.
bool is_whole_hdf5(Bytes& file, std::uint64_t first, std::uint64_t end) {
  constexpr std::uint64_t kNowhere = ~std::uint64_t{0};
  const std::string head = file.read(first, 48);
  if (head.size() < 48 || !head.starts_with(kSignature)) return false;
  const bool known = head.substr(8, 4) == std::string("\x02\x08\x08\x00", 4);
  return known && number_at(head, 12) == first && number_at(head, 20) == kNowhere &&
         number_at(head, 28) == end;
}

std::optional<Found> find_trailer(Bytes& file) {
  if (file.size() < kSealBytes) return std::nullopt;
  const std::uint64_t end = file.size() - kSealBytes;
  const std::string trailer = file.read(end, kSealBytes);
  const std::string digest = trailer.substr(trailer.size() - 1 - kDigits, kDigits);
  if (!is_digest(digest) || trailer != trailer_of(end, digest)) return std::nullopt;
  return Found{0, end, digest};
}

std::optional<Found> find_block(Bytes& file) {
  const std::string block = file.read(0, kBlockBytes);
  if (block.size() < kBlockBytes || !block.starts_with(kBlockMark)) return std::nullopt;
  const std::string digest = block.substr(kBlockMark.size(), kDigits);
  if (!is_digest(digest) || block != block_of(digest)) return std::nullopt;
  return Found{kBlockBytes, file.size(), digest};
}

std::optional<Found> find_seal(Bytes& file) {
  auto found = find_trailer(file);
  return found ? found : find_block(file);
}

/// Words of a seal at one of the ends of the file.
bool has_words_of_seal(Bytes& file) {
  constexpr std::uint64_t kNear = 4096;
  const std::uint64_t near = std::min(kNear, file.size());
  const std::string head = file.read(0, kBlockBytes);
  const std::string tail = file.read(file.size() - near, near);
  const auto has = [](const std::string& text, std::string_view words) {
    return text.find(words) != std::string::npos;
  };
  return has(head, kBlockMark.substr(0, 30)) || has(head, kBlockMark.substr(30)) ||
         has(tail, kTrailerMark.substr(0, 34)) || has(tail, kTrailerMark.substr(34));
}

/// Whether HDF5 would take it for a file: it looks at the start, then behind a block of 512 bytes,
/// 1024, 2048 and so on.
bool looks_like_hdf5(Bytes& file, std::uint64_t from) {
  for (std::uint64_t at = from; at < file.size(); at = at == 0 ? kBlockBytes : 2 * at) {
    if (file.read(at, kSignature.size()) == kSignature) return true;
  }
  return false;
}

Seal seal_of(Bytes& file, bool with_digest) {
  const auto found = find_seal(file);
  if (!found) {
    return looks_like_hdf5(file, 0) || has_words_of_seal(file) ? Seal::broken : Seal::absent;
  }
  if (!is_whole_hdf5(file, found->first, found->end)) return Seal::broken;
  if (with_digest && file.digest(found->first, found->end) != found->digest) return Seal::broken;
  return Seal::intact;
}

}  // namespace

void write_seal(const std::filesystem::path& file) {
  Bytes bytes(file);
  const std::string trailer = trailer_of(bytes.size(), bytes.digest(0, bytes.size()));
  std::ofstream stream(file, std::ios::binary | std::ios::app);
  stream.write(trailer.data(), static_cast<std::streamsize>(trailer.size()));
  stream.close();
  if (!stream) fail(file, "cannot seal the file");
}

Seal check_seal(const std::filesystem::path& file) {
  Bytes bytes(file);
  return seal_of(bytes, true);
}

Seal check_seal_form(const std::filesystem::path& file) {
  Bytes bytes(file);
  return seal_of(bytes, false);
}

bool may_be_study(const std::filesystem::path& file) {
  constexpr std::size_t kStart = 1 << 16;  // holds the root's attributes, which are written first
  Bytes bytes(file);
  return find_seal(bytes) || has_words_of_seal(bytes) || looks_like_hdf5(bytes, kBlockBytes) ||
         bytes.read(0, kStart).find("resettle-study") != std::string::npos;
}

std::string mark_of(const std::filesystem::path& file) {
  std::error_code ignored;  // a file that cannot be seen cannot be replaced either
  if (!std::filesystem::is_regular_file(file, ignored)) return "";
  Bytes bytes(file);
  const auto found = find_seal(bytes);
  return found ? found->digest : kNoSeal;
}

std::string seal_text(const std::filesystem::path& file) {
  auto mark = mark_of(file);
  require(!mark.empty() && mark != kNoSeal, "only sealed files have a seal");
  return mark;
}

}  // namespace resettle
