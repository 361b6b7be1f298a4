using Usher.Http.Errors;

namespace Usher.Http.BotChecks;

/// <summary>What a client has to do before it may ask for seats, and how an answer is sent.</summary>
/// <param name="Token">To be worked on; it is good for one client, one show and one time.</param>
/// <param name="Bits">How many leading bits of the hash must be zero.</param>
/// <param name="ExpiresAt">Until when it can be answered.</param>
/// <param name="WasAnswered">Whether the request brought an answer, which was not good.</param>
public sealed record Challenge(string Token, int Bits, DateTime ExpiresAt, bool WasAnswered)
{
    /// <summary>The header of the API that carries the answer.</summary>
    public const string AnswerHeader = "Challenge-Answer";

    /// <summary>The field of a form that does.</summary>
    public const string AnswerField = "challenge-answer";

    /// <summary>403 with the challenge in the body.</summary>
    public ProblemReply ToProblem() => new(
        Problems.Of(
            ProblemType.ChallengeRequired,
            WasAnswered
                ? "The answer is not one to a challenge of this client for this show, or came too late, or was used "
                    + "already. Answer the new challenge."
                : null).Problem with
        {
            Challenge = new ChallengeDocument
            {
                Token = Token,
                Bits = Bits,
                ExpiresAt = ExpiresAt,
            },
        });
}
