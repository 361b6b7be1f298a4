namespace Usher.Api.Identity;

internal static class IdentityExamples
{
    public const string Credentials = """{ "email": "mona@example.com", "password": "vermilion-otter-41-quays" }""";

    public const string Refresh = """{ "refresh_token": "Zm9yIHRoZSBleGFtcGxlIG9ubHksIG5vdCBhIHRva2Vu" }""";

    public const string Tokens = """
        {
          "access_token": "eyJhbGciOiJFUzI1NiIsImtpZCI6IuKApiIsInR5cCI6ImF0K2p3dCJ9.…",
          "token_type": "Bearer",
          "expires_in": 600,
          "refresh_token": "Zm9yIHRoZSBleGFtcGxlIG9ubHksIG5vdCBhIHRva2Vu"
        }
        """;

    public const string Keys = """
        {
          "keys": [
            {
              "kty": "EC", "use": "sig", "alg": "ES256", "crv": "P-256",
              "kid": "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
              "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
              "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
            }
          ]
        }
        """;

    public const string Invitation = """{ "email": "ravi@example.com", "name": "Ravi", "role": "STAFF" }""";

    public const string Role = """{ "role": "SCANNER" }""";

    public const string Member = """
        {
          "id": "5b0f4f5e-52d4-4f0c-9f0e-0a54a1a6a8ce", "email": "ravi@example.com", "name": "Ravi",
          "role": "STAFF", "status": "ACTIVE", "member_since": "2026-11-30T09:00:00Z",
          "last_seen_at": "2026-11-30T11:59:00Z"
        }
        """;

    public const string Members = $$"""{ "members": [{{Member}}] }""";

    public const string Invited = """
        {
          "member": {
            "id": "5b0f4f5e-52d4-4f0c-9f0e-0a54a1a6a8ce", "email": "ravi@example.com", "name": "Ravi",
            "role": "STAFF", "status": "INVITED", "member_since": "2026-11-30T09:00:00Z"
          },
          "link": "https://tickets.example.com/desk/join#Zm9yIHRoZSBleGFtcGxlIG9ubHksIG5vdCBhIHRva2Vu",
          "link_expires_at": "2026-12-07T09:00:00Z"
        }
        """;

    public const string Link = """
        {
          "link": "https://tickets.example.com/desk/join#Zm9yIHRoZSBleGFtcGxlIG9ubHksIG5vdCBhIHRva2Vu",
          "link_expires_at": "2026-12-01T09:00:00Z"
        }
        """;
}
