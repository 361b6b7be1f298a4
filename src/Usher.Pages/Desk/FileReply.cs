using Usher.Http.Replies;

namespace Usher.Pages.Desk;

/// <summary>Answers with a file to keep.</summary>
internal sealed record FileReply(byte[] Content, string ContentType, string FileName) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{FileName}\"";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = Content.Length;
        return AnswerBody.SendAsync(httpContext, Content);
    }
}
