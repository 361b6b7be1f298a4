using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Usher.Pages.Kit;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>A hall with more prices than colours.</summary>
[Collection(Chromium.Collection)]
public sealed class ManyPricesTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    private const int Prices = 7;
    private const int SeatsPerRow = 12;

    // The colours of the first seat of a row: of its body, beside its number, and of its front, where a mark is.
    private const string Look = """
        (map, number) => {
          const { map: view, plan } = map.loaded;
          const canvas = map.shadowRoot.querySelector("canvas");
          const ratio = canvas.width / canvas.clientWidth;
          const stage = map.shadowRoot.querySelector(".stage");
          const [marginX, marginY] = [(canvas.clientWidth - stage.clientWidth) / 2,
            (canvas.clientHeight - stage.clientHeight) / 2];
          const seat = number - 1;
          const color = (x, y) => {
            const [sine, cosine] = [Math.sin(plan.angle[seat]), Math.cos(plan.angle[seat])];
            const [screenX, screenY] = view.viewport.toScreen(
              plan.x[seat] + (x * cosine - y * sine) * plan.unit, plan.y[seat] + (x * sine + y * cosine) * plan.unit);
            return canvas.getContext("2d").getImageData(
              Math.round((screenX + marginX) * ratio), Math.round((screenY + marginY) * ratio), 1, 1).data.join(" ");
          };
          return `${color(3.8, 0)} / ${color(0, -3)}`;
        }
        """;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Each_price_looks_unlike_every_other_on_the_map(ColorScheme colors)
    {
        await using var visit = await OpenAsync(options => options.ColorScheme = colors);
        await visit.RestAsync();

        var looks = new List<string>();
        for (var row = 0; row < Prices; row++)
        {
            looks.Add(await visit.Map.EvaluateAsync<string>(Look, row * SeatsPerRow + 1));
        }

        looks.ShouldBeUnique();
        // The sixth has the first one's colour, and a mark.
        looks[5].Split(" / ")[0].ShouldBe(looks[0].Split(" / ")[0]);
        looks[0].Split(" / ")[1].ShouldBe(looks[0].Split(" / ")[0]);
    }

    [Fact]
    public async Task Where_the_reader_has_set_the_colours_marks_alone_tell_them_apart()
    {
        await using var visit = await OpenAsync(options => options.ForcedColors = ForcedColors.Active);

        (await visit.Map.EvaluateAsync<int[]>("map => [...map.loaded.prices.markOf]")).ShouldBe([0, 1, 2, 3, 4, 5, 6]);
        (await visit.Map.EvaluateAsync<int[]>("map => [...map.loaded.prices.colorOf]")).Distinct().ShouldBe([0]);
        (await visit.Map.Locator(".legend .m1").CountAsync()).ShouldBe(Prices - 1);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task All_of_them_are_in_the_legend_and_seen(int width)
    {
        await using var visit = await OpenAsync(
            options => options.ViewportSize = new ViewportSize { Width = width, Height = 800 });
        var chips = visit.Map.Locator(".legend button");

        await Assertions.Expect(chips).ToHaveCountAsync(Prices);
        (await visit.Map.EvaluateAsync<int>("""
            map => {
              const legend = map.shadowRoot.querySelector(".legend");
              const { left, top, right, bottom } = legend.getBoundingClientRect();
              return [...legend.children].filter((chip) => {
                const box = chip.getBoundingClientRect();
                return box.left >= left && box.top >= top && box.right <= right && box.bottom <= bottom
                  && map.shadowRoot.elementFromPoint(box.left + 20, box.top + 10)?.closest("button") === chip;
              }).length;
            }
            """)).ShouldBe(Prices);
        (await visit.Map.Locator(".legend .m1").CountAsync()).ShouldBe(1);
        (await visit.Map.Locator(".legend .m2").CountAsync()).ShouldBe(1);
        (await visit.Map.Locator(".stage").BoundingBoxAsync())!.Height.ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task The_list_says_each_price_in_words()
    {
        await using var visit = await OpenAsync();
        await visit.Map.GetByRole(AriaRole.Button, new() { Name = "List" }).ClickAsync();

        await Assertions.Expect(visit.Map.Locator(".list .cost")).ToHaveTextAsync(
        [
            "Parkett €120", "Rang 1 €110", "Rang 2 €100", "Rang 3 €90",
            "Loge €80", "Galerie €70", "Hörplatz €60",
        ]);
    }

    private async Task<SeatMapVisit> OpenAsync(Action<BrowserNewContextOptions>? configure = null)
    {
        await using var file = typeof(ManyPricesTests).Assembly
            .GetManifestResourceStream("Usher.Tests.Cases.seven-categories-show.json").ShouldNotBeNull();
        var show = (await JsonNode.ParseAsync(
            file, cancellationToken: TestContext.Current.CancellationToken))!;
        show["start_time"] = "2999-06-01T19:30:00Z";
        var made = await api.Http.PostJsonAsync(
            "/api/admin/shows", show.ToJsonString(), ("X-Api-Key", TestApi.AdminKey));
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        var prices = JsonSerializer.Serialize(show["prices"]);
        var visit = await SeatMapVisit.OpenAsync(
            chromium, api.Server, new ShowId(made.Json.GetProperty("id").GetInt64()),
            $"money='{Money.FormJson("EUR")}' prices='{prices}'", configure);
        await visit.HearAsync("ready");
        return visit;
    }
}
