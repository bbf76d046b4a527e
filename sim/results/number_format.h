#pragma once

#include <span>
#include <string>

namespace resettle {

/// How the numbers of one column are written for people: shares in percent, large amounts of money
/// in millions, persons and their months whole, others with three significant digits.
class NumberFormat {
 public:
  /// `unit` as in the file, for example "share", "KRW of 2025", "person-months", "1", "year".
  NumberFormat(const std::string& unit, std::span<const double> numbers);

  /// The unit as it is to be read: "%", "million KRW of 2025"; empty for "1".
  [[nodiscard]] const std::string& unit() const { return unit_; }
  [[nodiscard]] std::string text(double value, bool plus = false) const;
  /// "1.2 to 3.4", or empty where there is none.
  [[nodiscard]] std::string interval(double low, double high, bool plus) const;

 private:
  double factor_ = 1;
  int decimals_ = 0;
  bool plain_ = false;  ///< a year is no amount
  std::string unit_;
};

}  // namespace resettle
