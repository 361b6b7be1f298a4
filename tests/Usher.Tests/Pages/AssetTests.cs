using System.IO.Compression;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.Pages.Kit;
using Usher.Testing;

namespace Usher.Tests.Pages;

public sealed class AssetTests(TestApi api) : IClassFixture<TestApi>
{
    private AssetFiles Assets => api.Server.Services.GetRequiredService<AssetFiles>();

    [Theory]
    [InlineData("site.css", "text/css; charset=utf-8")]
    [InlineData("site.js", "text/javascript; charset=utf-8")]
    [InlineData("shows.js", "text/javascript; charset=utf-8")]
    [InlineData("show.js", "text/javascript; charset=utf-8")]
    [InlineData("booking.js", "text/javascript; charset=utf-8")]
    [InlineData("seat-map.js", "text/javascript; charset=utf-8")]
    public async Task An_entry_point_is_served_under_a_name_that_may_be_kept_for_ever(string name, string contentType)
    {
        var answer = await api.Http.GetAnswerAsync(Assets.Url(name));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe(contentType);
        answer.Text.ShouldNotBeEmpty();
        var headers = answer.Message.Headers;
        headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        headers.Vary.ShouldBe(["Accept-Encoding"]);
        headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Who_takes_a_compressed_form_gets_the_same_bytes_in_fewer(string encoding)
    {
        var url = Assets.Url("site.css");
        var plain = await api.Http.GetAnswerAsync(url);

        var answer = await api.Http.GetAnswerAsync(url, ("Accept-Encoding", encoding));

        answer.Message.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        answer.Message.Headers.ETag.ShouldNotBe(plain.Message.Headers.ETag);
        var packed = await answer.Message.Content.ReadAsByteArrayAsync();
        packed.Length.ShouldBeLessThan(plain.Text.Length);
        using var bytes = new MemoryStream(packed);
        using Stream unpacked = encoding == "br"
            ? new BrotliStream(bytes, CompressionMode.Decompress)
            : new GZipStream(bytes, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        (await reader.ReadToEndAsync()).ShouldBe(plain.Text);
    }

    [Fact]
    public async Task Who_has_it_already_gets_nothing_again()
    {
        var url = Assets.Url("show.js");
        var tag = (await api.Http.GetAnswerAsync(url)).Message.Headers.ETag!.ToString();

        var again = await api.Http.GetAnswerAsync(url, ("If-None-Match", tag));

        (again.Status, again.Text).ShouldBe((HttpStatusCode.NotModified, ""));
    }

    [Theory]
    [InlineData("show.js")]
    [InlineData("manifest.json")]
    [InlineData("..%2F..%2Fusher.dll")]
    public async Task What_no_page_names_is_not_served(string name) =>
        (await api.Http.GetAnswerAsync("/assets/" + name)).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-route");

    [Fact]
    public void A_page_that_names_a_wrong_asset_hears_which_there_are() =>
        Should.Throw<ArgumentException>(() => Assets.Url("shop.js")).Message.ShouldContain("site.css");

    [Fact]
    public void A_server_without_its_assets_says_so_at_the_start() =>
        Should.Throw<InvalidOperationException>(() => AssetFiles.Read(Path.GetTempPath()))
            .Message.ShouldContain("Build the server again");
}
