#pragma once

#include <array>
#include <limits>
#include <optional>
#include <string>

#include "core/series.h"
#include "engine/parameter.h"
#include "io/yaml.h"

namespace resettle {

enum class PriorShape {
  uniform,
  triangular,  ///< mode at the value
  lognormal,   ///< the range holds 95 %
  beta         ///< PERT: mode at the value, weight 4 (Malcolm et al. 1959)
};
inline constexpr std::array kPriorShapes{PriorShape::uniform, PriorShape::triangular,
                                         PriorShape::lognormal, PriorShape::beta};
const char* name_of(PriorShape shape);

/// What is drawn: the value itself, or by what the values of all months are multiplied or raised,
/// so that dated values keep their order.
enum class PriorTransform { value, scale, shift };
const char* name_of(PriorTransform transform);

/// What is not known of a parameter.
struct Prior {
  PriorShape shape = PriorShape::uniform;
  PriorTransform transform = PriorTransform::value;
  double low = 0;  ///< of the value, the factor or the summand
  double high = 0;
  double central = 0;  ///< the value, 1 or 0
  bool whole = false;  ///< a whole number
  Month from = kNever;
  Month until = kAlways;  ///< from then on another file says what holds
  double least = -std::numeric_limits<double>::infinity();  ///< that is valid
  double most = std::numeric_limits<double>::infinity();

  static constexpr Month kAlways{std::numeric_limits<std::int32_t>::max()};

  /// What is drawn with the probability `u` (0 to 1) that less is drawn, to six digits: the same on
  /// every machine, and as it is read in a table.
  [[nodiscard]] double at(double u) const;
  /// The values of a series when `drawn` is drawn, each at least `least` and at most `most`.
  [[nodiscard]] Series applied(const Series& series, double drawn) const;

  bool operator==(const Prior&) const = default;
};

/// The prior of a value with a `range`, and a `prior` if there is one:
///   prior: triangular                              a shape, over the range
///   prior: {shape: beta, from: 2012-01}            uncertain from a month on
///   prior: {scale: [0.5, 2]}                       values of all months x 0.5 to 2
///   prior: {shift: [-0.1, 0.1], shape: triangular}
/// Nothing, with problems, if it does not fit the value.
std::optional<Prior> read_prior(const YamlNode* prior, const SourceLocation& range_where,
                                const ParameterSpec& spec, const Series& value, double low,
                                double high, ProblemList& problems);

/// What a reader wants to know beside the range: "x 0.5 to 2, triangular"; empty where the prior is
/// uniform over the range.
std::string prior_words(const Prior& prior);

/// As it is written in a scenario file; empty for the uniform prior of a value.
std::string prior_text(const Prior& prior);

}  // namespace resettle
