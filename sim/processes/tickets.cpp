// Who comes when: tickets of arrival, drawn before and independently of any policy
// (MODEL 7.1, 7.2).

#include <algorithm>
#include <utility>

#include "core/errors.h"
#include "processes/arrivals.h"

namespace resettle::arrivals {

namespace {

constexpr int kStockFirstYear = 1962;  // MODEL 7.1
constexpr int kStockMonths = (1990 - kStockFirstYear) * 12;

/// Marks the `women` tickets with the smallest keyed uniforms (MODEL 7.2).
void draw_sexes(std::vector<Ticket>& tickets, int women, const Random& random) {
  std::vector<std::pair<float, std::size_t>> order;
  for (std::size_t i = 0; i < tickets.size(); ++i) {
    const auto id = ticket_of(tickets[i].arrival, tickets[i].rank);
    order.emplace_back(random.uniform(kTicketWoman, id, tickets[i].arrival), i);
  }
  // Which ones are the smallest matters, not their order.
  std::nth_element(order.begin(), order.begin() + women, order.end());
  for (int i = 0; i < women; ++i) tickets[order[static_cast<std::size_t>(i)].second].woman = true;
}

std::vector<Ticket> tickets_of_year(const YearlyArrivals& year, const Random& random) {
  std::vector<Ticket> tickets;
  const int total = year.men + year.women;
  for (int j = 1; j <= 12; ++j) {
    const int count = j * total / 12 - (j - 1) * total / 12;
    for (int rank = 0; rank < count; ++rank) {
      tickets.push_back({month_of(year.year, j), static_cast<std::uint32_t>(rank), false});
    }
  }
  draw_sexes(tickets, year.women, random);
  return tickets;
}

/// Everybody who came before 1990, in order of arrival.
std::vector<Ticket> stock_tickets(const Inputs& inputs, const Random& random) {
  const int total = inputs.stock_1990_men + inputs.stock_1990_women;
  const Month first = month_of(kStockFirstYear, 1);
  std::vector<Ticket> tickets;
  for (int i = 0; i < total; ++i) {
    const float u = random.uniform(kTicketStockMonth, static_cast<std::uint32_t>(i), first);
    tickets.push_back({first + static_cast<int>(u * static_cast<float>(kStockMonths)), 0, false});
  }
  std::stable_sort(tickets.begin(), tickets.end(),
                   [](const Ticket& a, const Ticket& b) { return a.arrival < b.arrival; });
  for (std::size_t i = 1; i < tickets.size(); ++i) {
    if (tickets[i].arrival == tickets[i - 1].arrival) tickets[i].rank = tickets[i - 1].rank + 1;
  }
  draw_sexes(tickets, inputs.stock_1990_women, random);
  return tickets;
}

}  // namespace

std::vector<Ticket> tickets_of(const Inputs& inputs, const Random& random, Month month) {
  std::vector<Ticket> tickets;
  if (month < Month{0}) {
    for (const Ticket& ticket : stock_tickets(inputs, random)) {
      const bool earlier = month == kSpinUpStart && ticket.arrival < month;
      if (earlier || ticket.arrival == month) tickets.push_back(ticket);
    }
    return tickets;
  }
  const auto row = static_cast<std::size_t>(month.year() - inputs.arrivals.front().year);
  require(row < inputs.arrivals.size(), "the arrivals table does not reach this month");
  for (const Ticket& ticket : tickets_of_year(inputs.arrivals[row], random)) {
    if (ticket.arrival == month) tickets.push_back(ticket);
  }
  return tickets;
}

}  // namespace resettle::arrivals
