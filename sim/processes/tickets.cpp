// Who comes when: tickets of arrival, drawn before and independently of any policy
// (MODEL 7.1, 7.2).

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>

#include "core/errors.h"
#include "processes/arrivals.h"

namespace resettle::arrivals {

namespace {

constexpr int kStockFirstYear = 1962;  // MODEL 7.1
constexpr int kStockMonths = (1990 - kStockFirstYear) * 12;
constexpr std::uint32_t kMostRanks = 1U << 20;  // places for ranks in a ticket's number

/// How many come in a month.
struct MonthlyCount {
  Month month;
  std::uint32_t tickets = 0;
};

/// Months whose tickets share the number of women among them: a year, or the years before 1990.
struct Period {
  std::vector<MonthlyCount> months;
  int women = 0;
};

Period period_of(const YearlyArrivals& year) {
  Period period{{}, year.women};
  const std::int64_t total = year.men + year.women;
  for (int j = 1; j <= 12; ++j) {
    const std::int64_t count = j * total / 12 - (j - 1) * total / 12;
    period.months.push_back({month_of(year.year, j), static_cast<std::uint32_t>(count)});
  }
  return period;
}

/// Everybody who came before 1990, each in a month drawn.
Period stock_of(const Inputs& inputs, const Random& random) {
  const Month first = month_of(kStockFirstYear, 1);
  Period period{{}, inputs.stock_1990_women};
  for (int m = 0; m < kStockMonths; ++m) period.months.push_back({first + m, 0});
  const auto total = static_cast<std::uint32_t>(inputs.stock_1990_men + inputs.stock_1990_women);
  for (std::uint32_t i = 0; i < total; ++i) {
    const float u = random.uniform(kTicketStockMonth, i, first);
    ++period.months[static_cast<std::size_t>(u * static_cast<float>(kStockMonths))].tickets;
  }
  return period;
}

/// The keyed draws by which women are told, ticket after ticket, as whole numbers: their order is
/// that of the uniforms.
std::vector<std::uint32_t> sex_draws(const Period& period, const Random& random) {
  std::size_t total = 0;
  for (const auto& [month, count] : period.months) total += count;
  std::vector<std::uint32_t> draws(total);
  std::uint32_t* next = draws.data();
  for (const auto& [month, count] : period.months) {
    require(count < kMostRanks, "more than a million arrivals in a month");
    for (std::uint32_t rank = 0; rank < count; ++rank) {
      next[rank] =
          random.draws(kTicketWoman, ticket_of(month, rank), month).word(kTicketWoman) >> 9;
    }
    next += count;
  }
  return draws;
}

/// A draw with its place in the list, which decides between equal draws.
using Placed = std::pair<std::uint32_t, std::size_t>;

/// The first of the draws that is not among the `count` smallest. Draws are counted by their
/// leading bits first, so that only few have to be compared.
Placed first_above(std::span<const std::uint32_t> draws, std::size_t count) {
  constexpr std::uint32_t kDropped = 12;  // of 23 bits
  if (count >= draws.size()) return {std::numeric_limits<std::uint32_t>::max(), draws.size()};
  std::vector<std::size_t> counts(std::size_t{1} << (23 - kDropped));
  for (const std::uint32_t draw : draws) ++counts[draw >> kDropped];
  std::uint32_t leading = 0;
  for (; count >= counts[leading]; ++leading) count -= counts[leading];
  std::vector<Placed> near;
  for (std::size_t place = 0; place < draws.size(); ++place) {
    if (draws[place] >> kDropped == leading) near.emplace_back(draws[place], place);
  }
  const auto nth = near.begin() + static_cast<std::ptrdiff_t>(count);
  std::nth_element(near.begin(), nth, near.end());
  return *nth;
}

Period period_around(const Inputs& inputs, const Random& random, Month month) {
  if (month < Month{0}) return stock_of(inputs, random);
  const auto row = static_cast<std::size_t>(month.year() - inputs.arrivals.front().year);
  require(row < inputs.arrivals.size(), "the arrivals table does not reach this month");
  return period_of(inputs.arrivals[row]);
}

}  // namespace

/// The women are the tickets with the smallest draws of their period (MODEL 7.2). They are found
/// anew each month: a world need not remember who is still to come.
std::vector<Ticket> tickets_of(const Inputs& inputs, const Random& random, Month month) {
  const Period period = period_around(inputs, random, month);
  const std::vector<std::uint32_t> draws = sex_draws(period, random);
  const Placed men_from = first_above(draws, static_cast<std::size_t>(period.women));
  std::vector<Ticket> tickets;
  std::size_t place = 0;
  for (const auto& [arrival, count] : period.months) {
    const bool earlier = month == kSpinUpStart && arrival < month;
    for (std::uint32_t rank = 0; (earlier || arrival == month) && rank < count; ++rank) {
      const Placed placed{draws[place + rank], place + rank};
      tickets.push_back({arrival, rank, placed < men_from});
    }
    place += count;
  }
  return tickets;
}

}  // namespace resettle::arrivals
