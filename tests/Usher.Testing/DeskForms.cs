using System.Net;

namespace Usher.Testing;

/// <summary>What somebody at the desk fills in.</summary>
internal static class DeskForms
{
    /// <summary>Sends a form with a file, as a browser does.</summary>
    public static async Task<Answer> PostFileAsync(
        this Organiser organiser, string path, string fileName, byte[] content,
        params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new ByteArrayContent(content), "file", fileName);
        return await organiser.Http.CallAsync(HttpMethod.Post, path, form, ("Accept", "text/html"));
    }

    public static Task<Answer> PostAsync(
        this Organiser organiser, string path, params (string Name, string Value)[] fields) =>
        organiser.Http.PostFormAsync(path, fields);

    /// <summary>The first step of a new show; where the second one is.</summary>
    public static async Task<string> BeginShowAsync(this Organiser organiser, string name = "The Glass Orchard") =>
        (await organiser.PostAsync(
            "/desk/shows/new", ("name", name), ("starts", "2999-03-14T19:30"), ("zone", "Europe/London")))
        .ShouldRedirect();

    /// <summary>All steps but the last; where that one is.</summary>
    public static async Task<string> PrepareShowAsync(this Organiser organiser, int seats = 20)
    {
        var plan = await organiser.BeginShowAsync();
        var prices = (await organiser.PostAsync(plan, ("hall", "number"), ("total_seats", $"{seats}")))
            .ShouldRedirect();
        var sale = (await organiser.PostAsync(prices, ("currency", "gbp"), ("price-0", "4.50"))).ShouldRedirect();
        return (await organiser.PostAsync(sale, ("seats_max", "6"), ("hold_minutes", "5"))).ShouldRedirect();
    }

    public static Answer ShouldRefuse(this Answer answer, string words)
    {
        answer.ShouldBePage(HttpStatusCode.BadRequest);
        WebUtility.HtmlDecode(answer.Text).ShouldContain(words);
        return answer;
    }
}
