using System.Text;
using System.Text.Json;

namespace Usher.SystemTests.Fuzz;

/// <summary>The fuzz sees what it should see: each fault is planted in an answer and must be named.</summary>
public sealed class ContractCheckTests
{
    private const string Document = """
        {
          "paths": { "/things/{id}": { "get": {
            "operationId": "getThing",
            "parameters": [{ "name": "id", "in": "path", "schema": { "type": "integer" } }],
            "responses": {
              "200": {
                "headers": { "ETag": {} },
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } }
              },
              "404": { "content": { "application/problem+json": { "schema": { "type": "object" } } } }
            }
          } } },
          "components": { "schemas": { "Thing": {
            "type": "object",
            "required": ["id", "at"],
            "properties": {
              "id": { "type": "integer", "minimum": 1 },
              "at": { "type": ["null", "string"], "format": "date-time" },
              "seats": { "type": "array", "maxItems": 2, "uniqueItems": true, "items": { "type": "integer" } },
              "status": { "enum": ["A", "B"] }
            }
          } } }
        }
        """;

    private static readonly ApiSurface Api = new(JsonDocument.Parse(Document).RootElement);

    [Theory]
    [InlineData("""{"id":1,"at":null}""", null)]
    [InlineData("""{"id":1,"at":"2027-03-14T19:30:00Z","seats":[1,2],"status":"B"}""", null)]
    [InlineData("""{"id":0,"at":null}""", "too small")]
    [InlineData("""{"id":1.5,"at":null}""", "is no")]
    [InlineData("""{"id":1}""", "missing")]
    [InlineData("""{"id":1,"at":"yesterday"}""", "date-time")]
    [InlineData("""{"id":1,"at":null,"seats":[1,1]}""", "twice")]
    [InlineData("""{"id":1,"at":null,"seats":[1,2,3]}""", "too many")]
    [InlineData("""{"id":1,"at":null,"status":"C"}""", "none of")]
    [InlineData("""{"id":1,"at":null,"other":1}""", "unknown")]
    [InlineData("""{"id":1,"id":1,"at":null}""", "field twice")]
    [InlineData("""{"id":1,"at":null""", "no JSON")]
    [InlineData("""{"id":1,"at":"   at Usher.Server.Http"}""", "inside")]
    public void A_body_is_held_against_its_schema(string body, string? fault) =>
        ShouldBe(FaultOf(200, body, ("Content-Type", "application/json"), ("ETag", "\"1\"")), fault);

    [Fact]
    public void A_status_a_header_or_a_content_type_that_was_not_promised_is_a_fault()
    {
        const string Thing = """{"id":1,"at":null}""";
        (string, string) json = ("Content-Type", "application/json");
        ShouldBe(FaultOf(200, Thing, json), "ETag is missing");
        ShouldBe(FaultOf(200, Thing, json, ("ETag", "x"), ("Location", "/")), "Location was not promised");
        ShouldBe(FaultOf(200, Thing, ("Content-Type", "text/html"), ("ETag", "x")), "content type");
        ShouldBe(FaultOf(500, "{}", json), "500 was not to be expected");
        ShouldBe(FaultOf(404, "{}", ("Content-Type", "application/problem+json")), "lacks");
        ShouldBe(FaultOf(400, ""), "A refused connection is kept");
        ShouldBe(FaultOf(400, "", ("Connection", "close")), null);
    }

    [Fact]
    public void Silence_and_a_second_answer_are_faults()
    {
        var check = new ContractCheck(Api);
        var request = RequestOf();
        ShouldBe(check.Fault(request, new Exchange([], null)), "No answer");
        var answer = new WireAnswer(400, [("Connection", "close")], []);
        ShouldBe(check.Fault(request, new Exchange([answer, answer], null)), "2 answers");
    }

    [Fact]
    public void A_seed_draws_the_same_requests_again()
    {
        var known = new KnownThings([1, 2, 3], 4, ["site.css"], "key", new DeskForm("a=b", "token"));
        string[] Draw() =>
        [
            .. Enumerable.Range(0, 500).Select(i => new BrokenBytes(known).Draw(Dice.Of(7, 0, i)).Escaped),
            .. Enumerable.Range(0, 500).Select(i => new OperationRequests(Api, known).Draw(Dice.Of(7, 0, i)).Escaped),
            .. Enumerable.Range(0, 500).Select(i => new PageRequests(known).Draw(Dice.Of(7, 0, i)).Escaped),
        ];

        var drawn = Draw();

        Draw().ShouldBe(drawn);
        drawn.Distinct().Count().ShouldBeGreaterThan(500);
    }

    [Fact]
    public void A_page_that_leads_away_or_takes_in_what_was_sent_is_a_fault()
    {
        const string Page = "<!doctype html><html><body>fine</body></html>";
        (string, string)[] headers =
        [
            ("Content-Type", "text/html; charset=utf-8"), ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("Content-Security-Policy", "default-src 'none'"),
        ];
        ShouldBe(FaultOfPage(200, Page, headers), null);
        ShouldBe(FaultOfPage(200, Page, headers[..^1]), "may load anything");
        ShouldBe(FaultOfPage(200, Page, [headers[0], .. headers[2..]]), "X-Content-Type-Options");
        ShouldBe(FaultOfPage(200, Page.Replace("fine", "<script>alert(1)</script>"), headers), "became markup");
        ShouldBe(FaultOfPage(200, Page[..^4], headers), "not whole");
        ShouldBe(FaultOfPage(200, Page.Replace("fine", "Npgsql"), headers), "tells of the inside");
        ShouldBe(FaultOfPage(303, "", ("Location", "/bookings/1")), null);
        ShouldBe(FaultOfPage(303, "", ("Location", "//other.test")), "leads away");
        ShouldBe(FaultOfPage(303, ""), "leads away");
    }

    private static string? FaultOfPage(int status, string body, params (string Name, string Value)[] headers) =>
        new ContractCheck(Api).Fault(
            RequestOf() with { Operation = null, Expected = new Expectation { Statuses = [200, 303] } },
            new Exchange([new WireAnswer(status, headers, Encoding.UTF8.GetBytes(body))], null));

    private static string? FaultOf(int status, string body, params (string Name, string Value)[] headers) =>
        new ContractCheck(Api).Fault(
            RequestOf(), new Exchange([new WireAnswer(status, headers, Encoding.UTF8.GetBytes(body))], null));

    private static FuzzRequest RequestOf() => new(
        "getThing", [[1]], new Expectation { Statuses = [200, 404], Refusals = [400] })
    {
        Operation = Api.Operations[0],
    };

    private static void ShouldBe(string? fault, string? expected)
    {
        if (expected is null)
        {
            fault.ShouldBeNull();
        }
        else
        {
            fault.ShouldNotBeNull().ShouldContain(expected);
        }
    }
}
