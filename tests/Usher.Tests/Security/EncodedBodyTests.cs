using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Usher.Testing;

namespace Usher.Tests.Security;

/// <summary>Nothing that is sent is ever unpacked.</summary>
public sealed class EncodedBodyTests(TestApi api) : IClassFixture<TestApi>
{
    // 20 MB of spaces around a request that would be fine: 20 kB.
    private static readonly byte[] Bomb = Gzip(
        [.. Enumerable.Repeat((byte)' ', 20_000_000), .. """{ "show_id": 1, "seat_numbers": [1] }"""u8]);

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("gzip, identity")]
    [InlineData("identity, gzip")]
    [InlineData("zstd")]
    [InlineData("what-is-not-known")]
    public async Task A_body_in_an_encoding_is_refused_unread(string encoding)
    {
        Bomb.Length.ShouldBeLessThan(64 * 1024);

        var refused = await SendAsync(HttpMethod.Post, "/api/bookings", Bomb, encoding);

        refused.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "encoded-body");
        refused.Message.Headers.GetValues("Accept-Encoding").ShouldBe(["identity"]);
    }

    [Fact]
    public async Task Every_call_and_every_form_refuses_it()
    {
        var show = await api.Server.CreateShowAsync();
        var booking = (await api.Http.BookAsync(show.Id, [1])).Field("booking_id");
        var requests = RouteWalk.Of(api.Server, show.Id, booking)
            .Where(one => one.Method != HttpMethod.Get && one.Method != HttpMethod.Head).ToList();

        foreach (var (method, path) in requests)
        {
            (await SendAsync(method, path, Bomb, "gzip")).Status.ShouldBe(
                HttpStatusCode.UnsupportedMediaType, $"{method} {path}");
        }

        requests.Count.ShouldBeGreaterThan(25);
        (await api.Http.GetAnswerAsync($"/api/bookings/{booking}")).Field("status").ShouldBe("PENDING");
    }

    [Fact]
    public async Task A_stranger_at_the_organisers_door_is_told_who_may_come_in_first()
    {
        using var content = new ByteArrayContent(Bomb);
        content.Headers.ContentEncoding.Add("gzip");

        (await api.Http.CallAsync(HttpMethod.Post, "/api/admin/plans", content)).Status
            .ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task What_says_that_it_is_as_it_is_is_read()
    {
        var show = await api.Server.CreateShowAsync();
        var body = Encoding.UTF8.GetBytes($$"""{ "show_id": {{show.Id}}, "seat_numbers": [1] }""");

        (await SendAsync(HttpMethod.Post, "/api/bookings", body, "identity")).Status.ShouldBe(HttpStatusCode.Created);
        (await SendAsync(HttpMethod.Post, "/api/bookings", Bomb, encoding: null))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body");
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, byte[] body, string? encoding)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (encoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding).ShouldBeTrue();
        }

        return await api.Http.CallAsync(method, path, content, ("X-Api-Key", TestApi.AdminKey));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
