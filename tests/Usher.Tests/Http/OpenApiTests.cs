using System.Text.Json;
using Usher.Testing;

namespace Usher.Tests.Http;

// That it tells the truth is held against every answer of every test: see OpenApiWitness.
public sealed class OpenApiTests(TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData("get /api/shows", "200 400 500 503")]
    [InlineData("get /api/shows/{id}", "200 404 500 503")]
    [InlineData("get /api/shows/{id}/seats", "200 304 404 500 503")]
    [InlineData("get /api/shows/{id}/plan", "200 304 404 500 503")]
    [InlineData("get /api/shows/{id}/live", "101 200 403 404 426 500 503")]
    [InlineData("post /api/bookings", "201 400 403 404 409 415 422 429 500 503")]
    [InlineData("get /api/bookings/{id}", "200 404 429 500 503")]
    [InlineData("post /api/bookings/{id}/extend", "200 404 409 415 429 500 503")]
    [InlineData("post /api/bookings/{id}/confirm", "200 400 404 409 415 422 429 500 503")]
    [InlineData("post /api/bookings/{id}/cancel", "200 404 409 415 429 500 503")]
    [InlineData("get /api/admin/shows", "200 400 401 403 429 500 503")]
    [InlineData("get /api/admin/shows/{id}", "200 401 403 404 429 500 503")]
    [InlineData("post /api/admin/shows", "201 400 401 403 415 422 429 500 503")]
    [InlineData("patch /api/admin/shows/{id}", "200 400 401 403 404 415 422 429 500 503")]
    [InlineData("put /api/admin/shows/{id}/prices", "200 400 401 403 404 409 415 422 429 500 503")]
    [InlineData("put /api/admin/shows/{id}/plan", "200 400 401 403 404 409 415 422 429 500 503")]
    [InlineData("get /api/shows/{id}/journey", "200 404 500 503")]
    [InlineData("put /api/admin/shows/{id}/journey", "200 400 401 403 404 415 422 429 500 503")]
    [InlineData("get /api/admin/plans", "200 400 401 403 429 500 503")]
    [InlineData("post /api/admin/plans", "201 400 401 403 415 422 429 500 503")]
    [InlineData("get /api/admin/plans/{id}", "200 400 401 403 404 429 500 503")]
    [InlineData("post /api/admin/plans/{id}/versions", "201 400 401 403 404 415 422 429 500 503")]
    [InlineData("patch /api/admin/plans/{id}", "201 400 401 403 404 415 422 429 500 503")]
    [InlineData("get /api/admin/shows/{id}/bookings", "200 400 401 403 404 429 500 503")]
    [InlineData("post /api/admin/shows/{id}/block", "200 400 401 403 404 415 422 429 500 503")]
    [InlineData("post /api/admin/shows/{id}/unblock", "200 400 401 403 404 415 422 429 500 503")]
    [InlineData("post /api/admin/bookings/{id}/cancel", "200 400 401 403 404 409 415 422 429 500 503")]
    [InlineData("post /api/admin/bookings/{id}/ticket-link", "200 401 403 404 409 415 429 500 503")]
    [InlineData("post /api/admin/bookings/{id}/ticket-link/end", "200 400 401 403 404 409 415 422 429 500 503")]
    [InlineData("get /api/admin/audit", "200 400 401 403 429 500 503")]
    [InlineData("post /api/auth/token", "200 400 401 409 415 429 500 503")]
    [InlineData("post /api/auth/refresh", "200 400 401 409 415 500 503")]
    [InlineData("post /api/auth/revoke", "204 400 415 500 503")]
    [InlineData("get /.well-known/jwks.json", "200 500 503")]
    [InlineData("get /api/admin/members", "200 401 403 429 500 503")]
    [InlineData("post /api/admin/members", "201 400 401 403 409 415 422 429 500 503")]
    [InlineData("patch /api/admin/members/{id}", "200 400 401 403 404 409 415 429 500 503")]
    [InlineData("delete /api/admin/members/{id}", "204 401 403 404 409 415 429 500 503")]
    [InlineData("post /api/admin/members/{id}/link", "201 400 401 403 404 409 415 422 429 500 503")]
    [InlineData("get /api/admin/api-keys", "200 401 403 429 500 503")]
    [InlineData("post /api/admin/api-keys", "201 400 401 403 409 415 422 429 500 503")]
    [InlineData("delete /api/admin/api-keys/{id}", "204 401 403 404 415 429 500 503")]
    [InlineData("get /api/admin/organizations", "200 401 403 429 500 503")]
    [InlineData("get /api/admin/organizations/{slug}", "200 401 403 404 429 500 503")]
    [InlineData("post /api/admin/organizations", "201 400 401 403 409 415 422 429 500 503")]
    [InlineData("patch /api/admin/organizations/{slug}", "200 400 401 403 404 415 422 429 500 503")]
    [InlineData("put /api/admin/organization/logo", "200 400 401 403 404 415 422 429 500 503")]
    [InlineData("delete /api/admin/organization/logo", "204 401 403 404 415 429 500 503")]
    [InlineData("post /api/admin/privacy/export", "200 400 401 403 415 429 500 503")]
    [InlineData("post /api/admin/privacy/erase", "200 400 401 403 415 422 429 500 503")]
    [InlineData("get /health/live", "200")]
    [InlineData("get /health/ready", "200 503")]
    public async Task Every_call_is_there_with_its_answers(string call, string statuses)
    {
        var (method, path) = (call.Split(' ')[0], call.Split(' ')[1]);

        var operation = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method);

        var responses = operation.GetProperty("responses");
        responses.EnumerateObject().Select(answer => answer.Name).Order().ShouldBe(statuses.Split(' '));
        foreach (var answer in responses.EnumerateObject())
        {
            if (!answer.Value.TryGetProperty("content", out var contents))
            {
                continue;
            }

            var content = contents.EnumerateObject().Single().Value;
            (content.TryGetProperty("example", out _) || content.TryGetProperty("examples", out _))
                .ShouldBeTrue($"{call} {answer.Name} has no example");
        }

        operation.GetProperty("operationId").GetString().ShouldNotBeNullOrEmpty();
        operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
        operation.GetProperty("description").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Every_example_has_what_its_schema_requires()
    {
        var document = await DocumentAsync();
        var checkedExamples = 0;
        foreach (var content in document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject())
            .SelectMany(operation => operation.Value.GetProperty("responses").EnumerateObject())
            .Where(answer => answer.Value.TryGetProperty("content", out _))
            .SelectMany(answer => answer.Value.GetProperty("content").EnumerateObject()))
        {
            if (content.Value.TryGetProperty("example", out var example)
                && content.Value.TryGetProperty("schema", out var schema))
            {
                Missing(document, schema, example, "").ShouldBeEmpty(content.Value.GetRawText());
                checkedExamples++;
            }
        }

        checkedExamples.ShouldBeGreaterThan(10);
    }

    private static IEnumerable<string> Missing(
        JsonElement document, JsonElement schema, JsonElement example, string where)
    {
        if (schema.TryGetProperty("$ref", out var name))
        {
            schema = document.GetProperty("components").GetProperty("schemas")
                .GetProperty(name.GetString()!.Split('/')[^1]);
        }

        if (example.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            return example.EnumerateArray().SelectMany(item => Missing(document, items, item, where + "[]"));
        }

        if (example.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties))
        {
            return [];
        }

        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(one => one.GetString()!).ToArray() : [];
        return required.Where(one => !example.TryGetProperty(one, out _)).Select(one => $"{where}.{one}")
            .Concat(properties.EnumerateObject()
                .Where(property => example.TryGetProperty(property.Name, out _))
                .SelectMany(property => Missing(
                    document, property.Value, example.GetProperty(property.Name), $"{where}.{property.Name}")));
    }

    [Fact]
    public async Task There_is_nothing_else_and_every_operation_has_a_name_of_its_own()
    {
        var operations = (await DocumentAsync()).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject())
            .Select(operation => operation.Value.GetProperty("operationId").GetString()).ToArray();

        operations.Length.ShouldBe(53);
        operations.ShouldBeUnique();
    }

    [Fact]
    public async Task A_booking_is_described_with_its_limits()
    {
        var document = await DocumentAsync();
        var body = document.GetProperty("components").GetProperty("schemas").GetProperty("BookBody");
        var fields = body.GetProperty("properties");

        body.GetProperty("required").EnumerateArray().Select(field => field.GetString())
            .ShouldBe(["show_id"]);
        fields.GetProperty("show_id").GetProperty("minimum").GetInt32().ShouldBe(1);
        fields.GetProperty("user_email").GetProperty("format").GetString().ShouldBe("email");
        var seats = fields.GetProperty("seat_numbers");
        (seats.GetProperty("minItems").GetInt32(), seats.GetProperty("maxItems").GetInt32()).ShouldBe((1, 100));
        seats.GetProperty("uniqueItems").GetBoolean().ShouldBeTrue();
        seats.GetProperty("items").GetProperty("minimum").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task What_may_be_left_out_but_not_be_null_is_typed_so()
    {
        var fields = (await DocumentAsync()).GetProperty("components").GetProperty("schemas")
            .GetProperty("ShowChangeBody").GetProperty("properties");

        fields.GetProperty("name").GetProperty("type").GetRawText().ShouldBe("\"string\"");
        fields.GetProperty("start_time").GetProperty("type").GetRawText().ShouldBe("\"string\"");
        fields.GetProperty("sales_open_at").GetProperty("type").GetRawText().ShouldContain("null");
    }

    [Theory]
    [InlineData("/api/admin/shows/{id}/block")]
    [InlineData("/api/admin/shows/{id}/unblock")]
    [InlineData("/api/admin/bookings/{id}/cancel")]
    public async Task A_key_is_said_to_keep_an_answer_that_changed_nothing(string path)
    {
        var parameters = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty("post")
            .GetProperty("parameters");

        parameters.EnumerateArray().Single(one => one.GetProperty("name").GetString() == "Idempotency-Key")
            .GetProperty("description").GetString()!.ShouldContain("A response that changed nothing is stored");
    }

    [Fact]
    public async Task The_admin_key_is_described_and_asked_for()
    {
        var document = await DocumentAsync();

        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("ApiKey");
        scheme.GetProperty("in").GetString().ShouldBe("header");
        scheme.GetProperty("name").GetString().ShouldBe("X-Api-Key");
        document.GetProperty("paths").GetProperty("/api/admin/shows").GetProperty("post").GetProperty("security")
            .EnumerateArray().SelectMany(one => one.EnumerateObject()).Select(one => one.Name)
            .ShouldBe(["Bearer", "ApiKey"]);
    }

    private async Task<JsonElement> DocumentAsync() => (await api.Http.GetAnswerAsync("/openapi/v1.json")).Json;
}
