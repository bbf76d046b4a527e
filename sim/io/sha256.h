#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace resettle {

/// A SHA-256 digest.
using Digest = std::array<std::byte, 32>;

/// Computes a SHA-256 digest piece by piece. Errors: std::bad_alloc.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::span<const std::byte> bytes);
  /// Adds the text and its length, so that two texts one after the other are not taken for one.
  void add_text(std::string_view text);
  /// The digest of everything added; nothing can be added afterwards.
  [[nodiscard]] Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Digest sha256(std::span<const std::byte> bytes);
Digest sha256(std::string_view text);

/// 64 hexadecimal digits, as `sha256sum` prints them.
std::string to_hex(std::span<const std::byte> bytes);

}  // namespace resettle
