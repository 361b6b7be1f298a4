using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Http.SeatingPlans;
using Usher.Pages.Kit;
using Usher.Server.Demo;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>What the map writes in a browser is what the server writes on its pages.</summary>
[Collection(Chromium.Collection)]
public sealed class MapWordsTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    private const long ForintsFront = 4600_00;
    private const long ForintsRear = 3050_50;

    // Puts up another map, all of whose seats are free, and takes it down when its words were read.
    private const string WithMap = """
        const withMap = async (attributes, read) => {
          const map = document.createElement("usher-seat-map");
          for (const [name, value] of Object.entries(attributes)) {
            map.setAttribute(name, value);
          }

          const ready = new Promise((resolve) => map.addEventListener("usher-ready", resolve));
          document.querySelector("main").append(map);
          await ready;
          const words = read(map);
          map.remove();
          return words;
        };
        """;

    private const string LegendOf = $$"""
        ({ source, money, prices }) => {
          {{WithMap}}
          return withMap(
            { "plan-src": source, money, prices },
            (map) => [...map.shadowRoot.querySelectorAll(".legend b")].map((price) => price.textContent));
        }
        """;

    // In parts: a map looks through all that is chosen for every seat that it draws.
    private const string NamesOf = $$"""
        ({ source, count }) => {
          {{WithMap}}
          return withMap({ "plan-src": source, desk: "", "seats-max": count }, (map) => {
            const names = [];
            map.addEventListener("usher-selection", (event) => {
              names.push(...event.detail.seats.map((seat) => seat.name));
            });
            for (let first = 1; first <= count; first += 1000) {
              const part = Math.min(1000, count + 1 - first);
              map.selected = Array.from({ length: part }, (_, i) => first + i);
            }

            map.selected = [];
            return names;
          });
        }
        """;

    [Fact]
    public async Task Every_currency_has_as_many_decimal_places_on_the_map_as_on_pages()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var visit = await SeatMapVisit.OpenAsync(chromium, api.Server, show.Id);
        await visit.HearAsync("ready");
        var different = new List<string>();
        foreach (var code in Currencies.Codes)
        {
            different.AddRange(await DifferencesAsync(visit, show, code));
        }

        Currencies.Codes.Length.ShouldBeGreaterThan(100);
        different.ShouldBeEmpty();
    }

    [Fact]
    public async Task In_every_culture_of_readers_the_map_writes_prices_as_pages_do()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var visit = await SeatMapVisit.OpenAsync(chromium, api.Server, show.Id);
        await visit.HearAsync("ready");
        var different = new List<string>();
        var cultures = ReaderCulture.All.ToArray();
        foreach (var culture in cultures)
        {
            var context = new DefaultHttpContext();
            context.Request.Headers.AcceptLanguage = culture.Name;
            // In a flow of its own, as each request has one.
            different.AddRange(await Task.Run(async () =>
            {
                ReaderCulture.Use(context);
                return (List<string>)
                [
                    .. await DifferencesAsync(visit, show, "GBP"), .. await DifferencesAsync(visit, show, "EUR"),
                    .. await DifferencesAsync(visit, show, "INR"), .. await DifferencesAsync(visit, show, "JPY"),
                ];
            }));
        }

        cultures.Length.ShouldBeGreaterThan(50);
        different.ShouldBeEmpty();
    }

    private static async Task<IEnumerable<string>> DifferencesAsync(SeatMapVisit visit, Show show, string currency)
    {
        const long Exact = 1_234_567_89;
        const long Whole = 1_000_000_000;
        var written = await visit.Page.EvaluateAsync<string[]>(LegendOf, new
        {
            source = $"/api/shows/{show.Id}/plan",
            money = Money.FormJson(currency),
            prices = $$"""[{"category":"Front","amount":{{Whole}}},{"category":"Rear","amount":{{Exact}}}]""",
        });
        var wanted = new[] { Money.Brief(Whole, currency), Money.Brief(Exact, currency) };
        return written.SequenceEqual(wanted)
            ? []
            : [$"{string.Join(" and ", written)}, not {string.Join(" and ", wanted)}"];
    }

    [Fact]
    public async Task Browsers_that_know_no_hundredths_of_a_forint_write_what_the_server_charges()
    {
        var plan = BlockPlan.Create("Stalls", rows: 6, seatsPerRow: 10, aislesAfter: [5], "Front", "Rear");
        var show = await api.Server.CreateShowAsync(NewShow.In(plan, "Evening performance", TestServer.FarOff) with
        {
            Currency = "HUF",
            Prices = [new("Front", ForintsFront), new("Rear", ForintsRear)],
        });
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await using var desk = await LiveMapVisit.EnterAsync(chromium, api.Server);

        await buyer.OpenAsync(show);
        await buyer.ChooseAsync(1, 60);
        await buyer.Tray.Nth(1).WaitForAsync();
        await desk.OpenMapAsync(show);

        (await buyer.Tray.Locator(".num").AllTextContentsAsync())
            .ShouldBe(["HUF\u00a04,600.00", "HUF\u00a03,050.50"]);
        (await buyer.Page.Locator("[data-total]").TextContentAsync())
            .ShouldBe(Money.Text(ForintsFront + ForintsRear, "HUF"));
        (await buyer.Page.Locator("usher-seat-map .legend b").AllTextContentsAsync())
            .ShouldBe([Money.Brief(ForintsFront, "HUF"), Money.Brief(ForintsRear, "HUF")]);
        await Assertions.Expect(desk.Page.Locator("usher-seat-map [data-seat='0']")).ToHaveAttributeAsync(
            "aria-label", "Row A, seat 1, Stalls, HUF\u00a04,600, free");
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Seats_of_every_hall_are_called_on_the_map_as_on_pages()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var visit = await SeatMapVisit.OpenAsync(chromium, api.Server, show.Id);
        await visit.HearAsync("ready");
        var halls = DemoProgramme.Shows(default).Select(demo => demo.PlanName).Distinct()
            .Select(DemoProgramme.MakePlan)
            .Append(NamedElsewhere()).ToArray();
        foreach (var (index, hall) in halls.Index())
        {
            await visit.Page.RouteAsync($"**/hall-{index}", route => route.FulfillAsync(new RouteFulfillOptions
            {
                ContentType = "application/json",
                BodyBytes = PlanGeometryJson.Write(hall),
            }));

            var names = await visit.Page.EvaluateAsync<string[]>(
                NamesOf, new { source = $"/hall-{index}", count = hall.Seats.Length });

            names.ShouldBe(Enumerable.Range(1, hall.Seats.Length).Select(hall.NameOf), hall.Name);
        }

        halls.Length.ShouldBe(6);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_appointment_is_called_by_its_desk_and_time_to_those_who_listen()
    {
        var plan = SlotPlan.Create(
            "Passport desk", ["Desk 1", "Desk 2"], new TimeOnly(8, 0), TimeSpan.FromMinutes(20), 18, "Appointment");
        var show = await api.Server.CreateShowAsync(NewShow.In(plan, "Appointments", TestServer.FarOff));
        await using var visit = await SeatMapVisit.OpenAsync(chromium, api.Server, show.Id);
        await visit.HearAsync("ready");

        await Assertions.Expect(visit.Map.Locator("[role=gridcell]").First).ToHaveAttributeAsync(
            "aria-label", "Desk 1, 08:00, Passport desk, available");
        await Assertions.Expect(visit.Map.Locator("[role=row]").First).ToHaveAttributeAsync("aria-label", "Desk 1");
        await visit.Map.GetByRole(AriaRole.Button, new() { Name = "List" }).ClickAsync();
        await Assertions.Expect(visit.Map.Locator(".list li b").First).ToHaveTextAsync("08:00");
        await Assertions.Expect(visit.Map.Locator(".list li button").First).ToHaveAttributeAsync(
            "aria-label", "Desk 1, 08:00, Passport desk, available");
    }

    // As plans from elsewhere may call their rows and seats, with a place for the words and without.
    private static SeatingPlan NamedElsewhere()
    {
        var draft = new PlanDraft { Name = "Saal" };
        draft.Categories.Add(new PlanCategory("Parkett", "#0a5560"));
        var section = draft.AddSection("Parkett");
        foreach (var (index, (label, row, seat)) in new (string, string?, string?)[]
        {
            ("1", "Reihe %s", "Platz %s"), ("2", "Reihe", "Platz"), ("3", null, null), ("", "Reihe %s", null),
        }.Index())
        {
            var line = new DraftRow(section, label, _ => $"{index}") { LabelTemplate = row, SeatTemplate = seat };
            draft.Rows.Add(line);
            for (var number = 1; number <= 4; number++)
            {
                draft.Add(line, $"{number}", "Parkett", 25 * number, 40 + 32 * index);
            }
        }

        return draft.FinishOwn();
    }
}
