from allauth.mfa.adapter import DefaultMFAAdapter

from teams.actions import second_factors


class EncryptedAtRest(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return second_factors.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factors.decrypt(encrypted_text)
